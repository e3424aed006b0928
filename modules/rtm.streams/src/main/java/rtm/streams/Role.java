package rtm.streams;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The replication role that a server reports. This service works only with a master. */
final class Role {

    private Role() {}

    /** Empty for a master, else a text that names its master. */
    static Optional<String> replica(List<?> role) {
        if (role.isEmpty() || Text.answer(role.getFirst()).equals("master")) {
            return Optional.empty();
        }
        return Optional.of(
                role.size() > 2
                        ? "is a replica of "
                                + Text.answer(role.get(1))
                                + ":"
                                + Text.answer(role.get(2))
                        : "is a replica");
    }

    /**
     * The connection, if its server reports that it is a master or that this user may not ask; else
     * the connection is closed and the stage fails.
     */
    static CompletableFuture<StatefulRedisConnection<byte[], byte[]>> required(
            StatefulRedisConnection<byte[], byte[]> connection, Duration timeout) {
        return connection
                .async()
                .role()
                .toCompletableFuture()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .handle((role, failure) -> trouble(role, failure))
                .thenCompose(trouble ->
                        trouble.isEmpty()
                                ? CompletableFuture.completedFuture(connection)
                                : closed(connection, trouble.get()));
    }

    private static Optional<Throwable> trouble(
            @Nullable List<Object> role, @Nullable Throwable failure) {
        if (failure != null) {
            return mayNotAsk(failure) ? Optional.empty() : Optional.of(failure);
        }
        return role == null ? Optional.empty() : replica(role).map(ReplicaException::new);
    }

    private static <T> CompletableFuture<T> closed(
            StatefulRedisConnection<byte[], byte[]> connection, Throwable trouble) {
        return connection.closeAsync().thenCompose(_ -> CompletableFuture.<T>failedFuture(trouble));
    }

    /** Whether this user may not ask for the role. */
    static boolean mayNotAsk(Throwable thrown) {
        return Failures.errorReply(thrown)
                .filter(reply -> ErrorReply.of(reply) == ErrorReply.NOPERM)
                .isPresent();
    }
}
