package rtm.streams;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;

/**
 * The saved offsets of the job streams. The key of the contract has the offset of the stream that
 * was read last. A hash has the offset of each stream by its name, so that a stream whose name was
 * changed and changed back continues where it was left.
 */
final class RedisOffsets {

    private static final Log LOG = Log.of(RedisOffsets.class);
    private static final int LONGEST_LOGGED = 100;

    /**
     * KEYS: the key of the contract, the offsets by name, the numbers by name; ARGV: the stream's
     * name, the offset, its number or an empty text. The numbers have the name of the stream that
     * was saved last under the empty name.
     */
    private static final Script<Long> SAVE =
            Script.ofNumber(
                            """
                            local key, by_name, numbers = KEYS[1], KEYS[2], KEYS[3]
                            local stream, offset, number = ARGV[1], ARGV[2], ARGV[3]
                            redis.call('HSET', by_name, stream, offset)
                            redis.call('HSET', numbers, '', stream, stream, offset .. ' ' .. number)
                            redis.call('SET', key, offset)
                            return 1
                            """)
                    .thatWrites();

    /**
     * KEYS the same; ARGV the stream's name. The key of the contract counts if no stream has an
     * offset by name (an earlier version wrote it), or if it is this stream's (an operator or an
     * earlier version may have changed it). Answers the offset, or nothing; then, after a line
     * break, the number with the offset that it belongs to.
     */
    private static final Script<byte @Nullable []> READ =
            Script.ofText(
                    """
                    local key, by_name, numbers = KEYS[1], KEYS[2], KEYS[3]
                    local stream = ARGV[1]
                    local offset = redis.call('HGET', by_name, stream)
                    local last = redis.call('HGET', numbers, '')
                    if last == stream or redis.call('EXISTS', by_name) == 0 then
                      offset = redis.call('GET', key)
                    end
                    if not offset then
                      return false
                    end
                    return offset .. '\\n' .. (redis.call('HGET', numbers, stream) or '')
                    """);

    private final ReconnectingConnection link;
    private final Map<JobStream, String> warned = new EnumMap<>(JobStream.class);

    RedisOffsets(ReconnectingConnection link) {
        this.link = link;
    }

    /** The key of the contract (runbook). */
    static String key(JobStream stream) {
        return switch (stream) {
            case START_JOBS -> "rtmanager:stream_offsets:startjobs";
            case STOP_JOBS -> "rtmanager:stream_offsets:stopjobs";
        };
    }

    static String byName(JobStream stream) {
        return key(stream) + ":by_name";
    }

    static String numbers(JobStream stream) {
        return key(stream) + ":entries_added";
    }

    /** The three keys of a stream. */
    static List<String> keys(JobStream stream) {
        return List.of(key(stream), byName(stream), numbers(stream));
    }

    Optional<StreamOffset> saved(JobStream stream, String name) {
        byte[] answer = READ.run(link, keys(stream), List.of(name));
        return answer == null ? Optional.empty() : offset(stream, Text.read(answer));
    }

    void save(JobStream stream, String name, StreamOffset offset) {
        String number = offset.added().isPresent() ? offset.added().getAsLong() + "" : "";
        SAVE.run(link, keys(stream), List.of(name, offset.id().toString(), number));
    }

    private Optional<StreamOffset> offset(JobStream stream, String answer) {
        int end = answer.indexOf('\n');
        String offset = end < 0 ? answer : answer.substring(0, end);
        try {
            EntryId id = EntryId.parse(offset);
            return Optional.of(
                    new StreamOffset(id, number(offset + " ", answer.substring(end + 1))));
        } catch (IllegalArgumentException unreadable) {
            warn(stream, offset.substring(0, Math.min(offset.length(), LONGEST_LOGGED)));
            return Optional.empty();
        }
    }

    /** Unknown if it belongs to another offset, or if a stream's number is unknown. */
    private static OptionalLong number(String prefix, String text) {
        String digits = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        return digits.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    private synchronized void warn(JobStream stream, String value) {
        LOG.warnOnce(
                !value.equals(warned.put(stream, value)),
                "ignoring unreadable saved stream offset",
                LogField.of("key", key(stream)),
                LogField.of("value", value));
    }
}
