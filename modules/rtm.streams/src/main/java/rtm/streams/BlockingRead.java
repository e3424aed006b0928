package rtm.streams;

import io.lettuce.core.UnblockType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.time.Deadline;

/**
 * Runs one XREAD at a time on its own connection, which Redis blocks while there is no entry; a
 * command on another connection can end it early.
 */
final class BlockingRead {

    private static final Duration UNTIL_ASKED_AGAIN = Duration.ofMillis(10);

    private final ReconnectingConnection reading;
    private final ReconnectingConnection commands;
    private final Duration timeout;

    /** Held while a read starts, ends or is woken, so that a wake-up never reaches a later read. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable InFlight inFlight;

    BlockingRead(
            ReconnectingConnection reading, ReconnectingConnection commands, Duration timeout) {
        this.reading = reading;
        this.commands = commands;
        this.timeout = timeout;
    }

    /** The raw reply of Redis; null if there was no entry or the read was woken. */
    @Nullable Object read(Map<String, EntryId> after, int count, Duration block) {
        Deadline deadline = Deadline.in(block.plus(timeout));
        InFlight read = start(reading.session(deadline), arguments(after, count, block));
        try {
            requireMaster(read, deadline);
            List<@Nullable Object> reply = reading.await(read.session(), read.reply(), deadline);
            return reply.isEmpty() ? null : reply.getFirst();
        } catch (DependencyUnavailableException failed) {
            if (failed.getCause() instanceof CancellationException) {
                return null;
            }
            leaveBlocked(failed);
            throw failed;
        } finally {
            finish();
        }
    }

    /** A replica also accepts the read, but may get new entries late or never. */
    private void requireMaster(InFlight read, Deadline deadline) {
        try {
            Role.replica(reading.await(read.session(), read.role(), deadline))
                    .ifPresent(words -> {
                        throw reading.isReplica(read.session(), words);
                    });
        } catch (DependencyUnavailableException failed) {
            if (!Role.mayNotAsk(failed)) {
                throw failed;
            }
        }
    }

    /** Redis may still block the connection, although the reader no longer waits. */
    private void leaveBlocked(DependencyUnavailableException failed) {
        if (failed.getCause() instanceof InterruptedException) {
            reading.renew();
        }
    }

    private static CommandArgs<byte[], byte[]> arguments(
            Map<String, EntryId> after, int count, Duration block) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        arguments.add("COUNT").add(count);
        // Zero would block without end.
        arguments.add("BLOCK").add(Math.max(1, block.toMillis()));
        arguments.add("STREAMS");
        after.keySet().forEach(key -> arguments.addKey(Text.bytes(key)));
        after.values().forEach(id -> arguments.add(id.toString()));
        return arguments;
    }

    private InFlight start(
            ReconnectingConnection.Session session, CommandArgs<byte[], byte[]> arguments) {
        RedisAsyncCommands<byte[], byte[]> redis = session.redis();
        lock.lock();
        try {
            if (inFlight != null) {
                throw new IllegalStateException("one read at a time");
            }
            InFlight started =
                    new InFlight(
                            session,
                            redis.clientId(),
                            redis.role(),
                            redis.dispatch(CommandType.XREAD, new Replies(), arguments));
            inFlight = started;
            return started;
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            inFlight = null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the running read, if there is one; never throws. */
    void wake() {
        lock.lock();
        try {
            if (inFlight != null) {
                wake(inFlight);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake(InFlight read) {
        Deadline deadline = Deadline.in(timeout);
        try {
            // The request to end the read may reach Redis before the read does.
            boolean ended = false;
            while (!ended && !deadline.past()) {
                ended = unblock(read, deadline) || endsSoon(read.reply());
            }
        } catch (DependencyUnavailableException redisIsAway) {
            read.reply().cancel(true);
            reading.renew();
        }
    }

    private boolean unblock(InFlight read, Deadline deadline) {
        if (read.reply().isDone()) {
            return true;
        }
        Long client = reading.await(read.session(), read.client(), deadline);
        return commands.call(redis -> redis.clientUnblock(client, UnblockType.TIMEOUT)) == 1;
    }

    private static boolean endsSoon(Future<?> reply) {
        try {
            reply.get(UNTIL_ASKED_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException itsReaderSees) {
            return true;
        }
        return true;
    }

    /**
     * A read that was sent to Redis.
     *
     * @param session the connection
     * @param client Redis' number of the connection
     * @param role the answer about the server's role
     * @param reply the reply to the read
     */
    private record InFlight(
            ReconnectingConnection.Session session,
            Future<Long> client,
            Future<List<Object>> role,
            Future<List<@Nullable Object>> reply) {}
}
