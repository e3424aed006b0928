package rtm.streams;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.JobStream;
import rtm.domain.time.Deadline;
import rtm.streams.StreamsSettings.StreamKeys;

/**
 * Checks that Redis would do the work of this service: sends the commands of that work, on its
 * keys, in forms that change nothing. So the server's own answers show problems with its role, its
 * memory, its disk and this user's rights.
 */
final class RedisWork {

    /** No game has this id, so this lease never exists. */
    private static final String NO_LEASE = "rtmanager:game_lease:-";

    /** No entry can have this id. Whether writes are taken and allowed is looked at before it. */
    private static final String NO_ENTRY = "0-0";

    /**
     * KEYS: the lease that never exists, the set of published ids, the published streams; ARGV: the
     * id that no entry can have. Answers with the first error.
     */
    private static final Script<Long> WRITES =
            Script.ofNumber(
                            """
                            local lease, published = KEYS[1], KEYS[2]
                            local asks = {
                              {'SET', lease, '', 'XX', 'PX', '1'},
                              {'GET', lease},
                              {'EXISTS', lease},
                              {'PTTL', lease},
                              {'PEXPIRE', lease, '1'},
                              {'DEL', lease},
                              {'ZADD', published, 'XX', '0', ''},
                              {'ZREM', published, ''},
                              {'ZRANGEBYSCORE', published, '1', '0', 'LIMIT', '0', '1'},
                            }
                            for i = 3, #KEYS do
                              asks[#asks + 1] = {'XADD', KEYS[i], ARGV[1], 'no', 'entry'}
                            end
                            for _, ask in ipairs(asks) do
                              local answer = redis.pcall(unpack(ask))
                              local refusal = type(answer) == 'table' and answer.err
                              if refusal and not string.find(refusal, 'greater than ' .. ARGV[1], 1, true) then
                                return redis.error_reply(refusal .. ' (' .. ask[1] .. ' ' .. ask[2] .. ')')
                              end
                            end
                            return 1
                            """)
                    .thatWrites();

    private final ReconnectingConnection link;
    private final StreamKeys keys;
    private final DatabaseMark mark;

    RedisWork(ReconnectingConnection link, StreamKeys keys, DatabaseMark mark) {
        this.link = link;
        this.keys = keys;
        this.mark = mark;
    }

    /**
     * Sends all commands together, except the script.
     *
     * @throws DependencyUnavailableException with the reason, if something is refused
     */
    void check() {
        Deadline deadline = Deadline.in(link.timeout());
        ReconnectingConnection.Session session = link.session(deadline);
        RedisFuture<List<Object>> role = session.redis().role();
        List<Ask> reads = reads(session.redis());
        requireMaster(session, role, deadline);
        reads.forEach(read -> read.await(link, session, deadline));
        WRITES.run(link, writtenKeys(), List.of(NO_ENTRY));
        mark.require();
    }

    private List<String> writtenKeys() {
        return List.of(
                NO_LEASE,
                RedisEventStreams.PUBLISHED,
                keys.jobResults(),
                keys.healthEvents(),
                keys.notificationIntents());
    }

    private void requireMaster(
            ReconnectingConnection.Session session,
            RedisFuture<List<Object>> role,
            Deadline deadline) {
        try {
            Role.replica(link.await(session, role, deadline))
                    .ifPresent(words -> {
                        throw link.isReplica(session, words);
                    });
        } catch (DependencyUnavailableException failed) {
            if (!Role.mayNotAsk(failed)) {
                throw failed;
            }
        }
    }

    /**
     * Reads after the last entry, so it gets no entries. It also reads the published streams: to
     * refuse an id, XADD does not look whether its key is a stream.
     */
    @SuppressWarnings("unchecked") // Lettuce takes its streams as a generic array.
    private List<Ask> reads(RedisAsyncCommands<byte[], byte[]> redis) {
        List<Ask> reads = new ArrayList<>();
        Stream.of(
                        keys.startJobs(),
                        keys.stopJobs(),
                        keys.jobResults(),
                        keys.healthEvents(),
                        keys.notificationIntents())
                .forEach(key ->
                        reads.add(
                                new Ask(
                                        "XREAD " + key,
                                        redis.xread(
                                                XReadArgs.Builder.count(1),
                                                XReadArgs.StreamOffset.latest(Text.bytes(key))))));
        for (JobStream stream : JobStream.values()) {
            String key = RedisOffsets.key(stream);
            reads.add(new Ask("GET " + key, redis.get(Text.bytes(key))));
            Stream.of(RedisOffsets.byName(stream), RedisOffsets.numbers(stream))
                    .forEach(hash ->
                            reads.add(
                                    new Ask(
                                            "HGET " + hash,
                                            redis.hget(Text.bytes(hash), Text.bytes("")))));
        }
        reads.add(new Ask("XINFO STREAM", redis.xinfoStream(Text.bytes(NO_LEASE))));
        return reads;
    }

    /**
     * A command whose answer is awaited.
     *
     * @param command the command, for messages
     */
    private record Ask(String command, RedisFuture<? extends @Nullable Object> answer) {

        void await(
                ReconnectingConnection link,
                ReconnectingConnection.Session session,
                Deadline deadline) {
            try {
                link.await(session, answer, deadline);
            } catch (DependencyUnavailableException failed) {
                if (Failures.refusal(failed).filter(Replies::isNoSuchKey).isPresent()) {
                    return;
                }
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                throw Failures.unavailable(cause, command);
            }
        }
    }
}
