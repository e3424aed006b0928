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

/**
 * One connection to Redis, and the waiting for its answers. It is made when it is first needed, and
 * made anew when it hangs: after some timeouts in a row, or when it has not answered for a while.
 */
final class Link {

    /** A connection that mends itself has done so by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Redis redis;
    private final String name;
    private final Duration timeout;
    private final int timeoutsBeforeNew;
    private final Reach reach;

    private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection;
    private int timeouts;
    private int failures;
    private long failingSince;

    Link(Redis redis, String name, Duration timeout, int timeoutsBeforeNew) {
        this.redis = redis;
        this.name = name;
        this.timeout = timeout;
        this.timeoutsBeforeNew = timeoutsBeforeNew;
        this.reach = new Reach(name);
    }

    /** Sends a command and waits for its answer, as long as an operation may take. */
    <T extends @Nullable Object> T call(
            Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        Deadline deadline = Deadline.in(timeout);
        return await(command.apply(commands(deadline)), deadline);
    }

    /** The connection's commands, once there is a connection. */
    RedisAsyncCommands<byte[], byte[]> commands(Deadline deadline) {
        return outcome(connecting(), deadline).async();
    }

    private synchronized CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting() {
        if (connection == null || connection.isCompletedExceptionally()) {
            connection = redis.connect(name);
        }
        return connection;
    }

    /**
     * Waits for an answer.
     *
     * @throws DependencyUnavailableException if it does not come in time or is an error; or if the
     *     thread is interrupted, which stays so
     */
    <T extends @Nullable Object> T await(Future<T> answer, Deadline deadline) {
        try {
            T value = outcome(answer, deadline);
            answered();
            return value;
        } catch (DependencyUnavailableException failed) {
            answer.cancel(true);
            throw failed;
        }
    }

    private <T extends @Nullable Object> T outcome(Future<T> answer, Deadline deadline) {
        try {
            return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable("interrupted while waiting for an answer", cancelled);
        } catch (TimeoutException _) {
            throw timedOut(deadline);
        } catch (ExecutionException | CancellationException failed) {
            throw failed(failed);
        }
    }

    private DependencyUnavailableException timedOut(Deadline deadline) {
        String words = "no answer within %d ms".formatted(deadline.length().toMillis());
        noteFailure(words, true);
        return Failures.unavailable(words, new TimeoutException(words));
    }

    private DependencyUnavailableException failed(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (Failures.refusal(cause).isPresent()) {
            answered();
        } else {
            noteFailure(Failures.words(cause), false);
        }
        return Failures.unavailable(cause);
    }

    private synchronized void answered() {
        timeouts = 0;
        failures = 0;
        reach.answered();
    }

    private synchronized void noteFailure(String words, boolean timeout) {
        reach.failed(words);
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
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> old = connection;
        connection = null;
        if (old != null) {
            var _ = old.thenCompose(StatefulRedisConnection::closeAsync);
        }
    }
}
