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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;
import rtm.streams.ErrorReply.Consequence;

/**
 * One connection to Redis, and the waits for its answers. It is opened at its first use. It is
 * renewed if it breaks, if it hangs (several timeouts in a row, or no answer for a while), or if
 * the server is left.
 */
final class ReconnectingConnection {

    /** A single entry of several hundred megabytes takes long on a slow network. */
    private static final Duration LONGEST_TRANSFER = Duration.ofMinutes(2);

    /** How long a failing connection may take to recover. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Redis redis;
    private final ServerHealth server;
    private final String name;
    private final Duration timeout;
    private final int timeoutsBeforeNew;
    private final LongSupplier progress;
    private final ConnectionState state;

    private @Nullable Wire wire;
    private int timeouts;
    private int failures;
    private long failingSince;

    private ReconnectingConnection(
            Redis redis,
            ServerHealth server,
            String name,
            Duration timeout,
            int timeoutsBeforeNew,
            LongSupplier progress) {
        this.redis = redis;
        this.server = server;
        this.name = name;
        this.timeout = timeout;
        this.timeoutsBeforeNew = timeoutsBeforeNew;
        this.progress = progress;
        this.state = new ConnectionState(name);
    }

    /**
     * A connection that is renewed together with the others when the server is left.
     *
     * @param timeoutsBeforeNew after how many timeouts in a row it is renewed
     */
    static ReconnectingConnection of(
            Redis redis,
            ServerHealth server,
            String name,
            Duration timeout,
            int timeoutsBeforeNew) {
        return of(redis, server, name, timeout, timeoutsBeforeNew, () -> 0);
    }

    /** The same for long replies: a late answer is awaited as long as bytes of it arrive. */
    static ReconnectingConnection ofLongReplies(
            Redis redis, ServerHealth server, String name, Duration timeout) {
        return of(redis, server, name, timeout, 1, redis::bytesCut);
    }

    private static ReconnectingConnection of(
            Redis redis,
            ServerHealth server,
            String name,
            Duration timeout,
            int timeoutsBeforeNew,
            LongSupplier progress) {
        var connection =
                new ReconnectingConnection(
                        redis, server, name, timeout, timeoutsBeforeNew, progress);
        server.onLeave(connection::leave);
        return connection;
    }

    /** A connection to the server of an era, possibly not established yet. */
    private record Wire(
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection, int era) {

        boolean broken() {
            return connection.isCompletedExceptionally()
                    || (connection.isDone() && !connection.join().isOpen());
        }
    }

    /**
     * An established connection.
     *
     * @param redis its commands
     * @param era the era of its server
     */
    record Session(RedisAsyncCommands<byte[], byte[]> redis, int era) {}

    /** How long a command may take. */
    Duration timeout() {
        return timeout;
    }

    /** Sends a command and waits for its answer, up to the timeout. */
    <T extends @Nullable Object> T call(
            Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        Deadline deadline = Deadline.in(timeout);
        Session session = session(deadline);
        return await(session, command.apply(session.redis()), deadline);
    }

    /**
     * The same for a command that is a write for Redis in any case: its success shows that the
     * server accepts writes.
     */
    <T extends @Nullable Object> T write(
            Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        Deadline deadline = Deadline.in(timeout);
        Session session = session(deadline);
        return awaitWrite(session, command.apply(session.redis()), deadline);
    }

    /** Waits for an established connection. */
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
        renew();
        server.paused()
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
     * @throws DependencyUnavailableException if the answer is late or an error, or if the thread is
     *     interrupted (it stays interrupted)
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
        server.writeSucceeded(session.era());
        return value;
    }

    private <T extends @Nullable Object> T outcome(int era, Future<T> answer, Deadline deadline) {
        try {
            return awaited(answer, deadline);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable("interrupted while waiting for an answer", cancelled);
        } catch (TimeoutException _) {
            throw timedOut(era, deadline);
        } catch (ExecutionException | CancellationException failed) {
            throw failed(era, failed);
        }
    }

    private <T extends @Nullable Object> T awaited(Future<T> answer, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        Deadline longest = Deadline.in(LONGEST_TRANSFER);
        long seen = progress.getAsLong();
        long wait = deadline.nanosLeft();
        while (true) {
            try {
                return answer.get(wait, TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                long now = progress.getAsLong();
                if (now == seen || longest.past()) {
                    throw late;
                }
                seen = now;
                wait = timeout.toNanos();
            }
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
            case null -> {
                noteFailure(era, cause, false);
                if (!(cause instanceof CancellationException) && era != server.era()) {
                    return left(cause);
                }
            }
            case REFUSED -> answered();
            case LEAVE, WAIT -> workRefused(era, cause);
        }
        return Failures.unavailable(cause);
    }

    /** The connection was closed here when the server was left: what counts is why. */
    private DependencyUnavailableException left(Throwable cause) {
        return server.refusal().orElseGet(() -> Failures.unavailable(cause));
    }

    /** The server answered, so the connection works, but the server cannot do the work. */
    private void workRefused(int era, Throwable cause) {
        server.workRefused(
                era,
                Failures.consequence(cause).orElse(Consequence.WAIT),
                Failures.unavailable(cause));
    }

    /**
     * Reports that the server of this session is a replica.
     *
     * @return the exception to throw
     */
    DependencyUnavailableException isReplica(Session session, String words) {
        ReplicaException cause = new ReplicaException(words);
        workRefused(session.era(), cause);
        return Failures.unavailable(cause);
    }

    private synchronized void answered() {
        timeouts = 0;
        failures = 0;
        state.answered();
    }

    /** Failures of a connection to an earlier server are ignored. */
    private synchronized void noteFailure(int era, Throwable cause, boolean timeout) {
        if (era != server.era()) {
            return;
        }
        state.failed(Failures.reason(cause), Failures.words(cause));
        timeouts += timeout ? 1 : 0;
        if (failures++ == 0) {
            failingSince = System.nanoTime();
        }
        boolean failingLong = System.nanoTime() - failingSince > PATIENCE.toNanos();
        if (timeouts >= timeoutsBeforeNew || failingLong) {
            renew();
        }
    }

    /** Closes the connection; the next command opens a new one. */
    synchronized void renew() {
        timeouts = 0;
        failures = 0;
        dropWire();
    }

    /** The server was left. A command may already have opened a connection to the next one. */
    private synchronized void leave() {
        Wire current = wire;
        if (current != null && current.era() != server.era()) {
            renew();
        }
    }

    private void dropWire() {
        Wire old = wire;
        wire = null;
        if (old != null) {
            var _ = old.connection().thenCompose(StatefulRedisConnection::closeAsync);
        }
    }
}
