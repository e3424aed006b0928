package rtm.streams;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;
import rtm.streams.ErrorReply.Consequence;

/**
 * One connection to Redis, and the waiting for its answers. It is made when it is first needed, and
 * renewed when it breaks, when it hangs (after some timeouts in a row, or when it has not answered
 * for a while), and when the server is left.
 */
final class ReconnectingConnection {

    /** A connection that mends itself has done so by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Redis redis;
    private final ServerHealth server;
    private final String name;
    private final Duration timeout;
    private final int timeoutsBeforeNew;
    private final ConnectionState reach;

    private @Nullable Wire wire;
    private int timeouts;
    private int failures;
    private long failingSince;

    private ReconnectingConnection(
            Redis redis,
            ServerHealth server,
            String name,
            Duration timeout,
            int timeoutsBeforeNew) {
        this.redis = redis;
        this.server = server;
        this.name = name;
        this.timeout = timeout;
        this.timeoutsBeforeNew = timeoutsBeforeNew;
        this.reach = new ConnectionState(name);
    }

    /**
     * A connection that is renewed together with the others when the server is left.
     *
     * @param timeoutsBeforeNew how many timeouts in a row make it break
     */
    static ReconnectingConnection of(
            Redis redis,
            ServerHealth server,
            String name,
            Duration timeout,
            int timeoutsBeforeNew) {
        var connection =
                new ReconnectingConnection(redis, server, name, timeout, timeoutsBeforeNew);
        server.onLeave(connection::renew);
        return connection;
    }

    /** A connection, or the way to one, to the server of an era. */
    private record Wire(
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection, int era) {

        boolean broken() {
            return connection.isCompletedExceptionally()
                    || (connection.isDone() && !connection.join().isOpen());
        }
    }

    /**
     * A connection that is there.
     *
     * @param redis its commands
     * @param era of the server to which it leads
     */
    record Session(RedisAsyncCommands<byte[], byte[]> redis, int era) {}

    /** How long a command may take. */
    Duration timeout() {
        return timeout;
    }

    /** Sends a command and waits for its answer, as long as an operation may take. */
    <T extends @Nullable Object> T call(
            Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        Deadline deadline = Deadline.in(timeout);
        Session session = session(deadline);
        return await(session, command.apply(session.redis()), deadline);
    }

    /**
     * The same with a command that Redis takes as a write whatever it finds, so that its success
     * shows that the server takes writes.
     */
    <T extends @Nullable Object> T write(
            Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        Deadline deadline = Deadline.in(timeout);
        Session session = session(deadline);
        return awaitWrite(session, command.apply(session.redis()), deadline);
    }

    /** The connection, once there is one. */
    Session session(Deadline deadline) {
        Wire current = connecting();
        return new Session(
                outcome(current.era(), current.connection(), deadline).async(), current.era());
    }

    private synchronized Wire connecting() {
        Wire current = wire;
        if (current != null && current.era() == server.era() && !current.broken()) {
            return current;
        }
        dropWire();
        server.barred()
                .ifPresent(left -> {
                    throw left;
                });
        Wire next = new Wire(redis.connect(name), server.era());
        wire = next;
        return next;
    }

    /**
     * Waits for an answer.
     *
     * @throws DependencyUnavailableException if it does not come in time or is an error; or if the
     *     thread is interrupted, which stays so
     */
    <T extends @Nullable Object> T await(Session session, Future<T> answer, Deadline deadline) {
        try {
            T value = outcome(session.era(), answer, deadline);
            answered();
            return value;
        } catch (DependencyUnavailableException failed) {
            answer.cancel(true);
            throw failed;
        }
    }

    /** The same for the answer to a write. */
    <T extends @Nullable Object> T awaitWrite(
            Session session, Future<T> answer, Deadline deadline) {
        T value = await(session, answer, deadline);
        server.tookWrite(session.era());
        return value;
    }

    private <T extends @Nullable Object> T outcome(int era, Future<T> answer, Deadline deadline) {
        try {
            return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable("interrupted while waiting for an answer", cancelled);
        } catch (TimeoutException _) {
            throw timedOut(era, deadline);
        } catch (ExecutionException | CancellationException failed) {
            throw failed(era, failed);
        }
    }

    private DependencyUnavailableException timedOut(int era, Deadline deadline) {
        String words = "no answer within %d ms".formatted(deadline.length().toMillis());
        TimeoutException cause = new TimeoutException(words);
        noteFailure(era, cause, true);
        return Failures.unavailable(words, cause);
    }

    private DependencyUnavailableException failed(int era, Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        switch (Failures.consequence(cause).orElse(null)) {
            case null -> noteFailure(era, cause, false);
            case REFUSED -> answered();
            case LEAVE, WAIT -> unwell(era, cause);
        }
        return Failures.unavailable(cause);
    }

    /** It answered, so the connection is as it should be; the server is not. */
    private void unwell(int era, Throwable cause) {
        server.unwell(
                era,
                Failures.consequence(cause).orElse(Consequence.WAIT),
                Failures.unavailable(cause));
    }

    /**
     * The server of this session turned out to be a replica.
     *
     * @return what is to be thrown
     */
    DependencyUnavailableException isReplica(Session session, String words) {
        ReplicaException cause = new ReplicaException(words);
        unwell(session.era(), cause);
        return Failures.unavailable(cause);
    }

    private synchronized void answered() {
        timeouts = 0;
        failures = 0;
        reach.answered();
    }

    /** What a connection to a server that was left has to say is no news. */
    private synchronized void noteFailure(int era, Throwable cause, boolean timeout) {
        if (era != server.era()) {
            return;
        }
        reach.failed(Failures.reason(cause), Failures.words(cause));
        timeouts += timeout ? 1 : 0;
        if (failures++ == 0) {
            failingSince = System.nanoTime();
        }
        boolean failingLong = System.nanoTime() - failingSince > PATIENCE.toNanos();
        if (timeouts >= timeoutsBeforeNew || failingLong) {
            renew();
        }
    }

    /** Drops the connection; the next command makes a new one. */
    synchronized void renew() {
        timeouts = 0;
        failures = 0;
        dropWire();
    }

    private void dropWire() {
        Wire old = wire;
        wire = null;
        if (old != null) {
            var _ = old.connection().thenCompose(StatefulRedisConnection::closeAsync);
        }
    }
}
