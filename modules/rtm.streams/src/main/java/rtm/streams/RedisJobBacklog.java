package rtm.streams;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;

/** Finds the first entry after the saved offset. */
final class RedisJobBacklog implements JobBacklog {

    /**
     * Counts entries where they are, a hundred at a time, so that their contents neither travel nor
     * pile up: KEYS the stream; ARGV the first id, and how many to count at most.
     */
    private static final Script<Long> COUNT =
            Script.ofNumber(
                    """
                    local most = tonumber(ARGV[2])
                    local from = ARGV[1]
                    local counted = 0
                    while counted < most do
                      local page = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 100)
                      counted = counted + #page
                      if #page < 100 then
                        break
                      end
                      local millis, sequence = string.match(page[#page][1], '(%d+)-(%d+)')
                      from = millis .. '-' .. string.format('%.0f', tonumber(sequence) + 1)
                    end
                    return math.min(counted, most)
                    """);

    private final StreamsSettings settings;
    private final JobStreams streams;
    private final ReconnectingConnection commands;

    RedisJobBacklog(StreamsSettings settings, JobStreams streams, ReconnectingConnection commands) {
        this.settings = settings;
        this.streams = streams;
        this.commands = commands;
    }

    @Override
    public Place place() {
        return new Place(
                RedisInspection.runId(commands), settings.database(), settings.streams().all());
    }

    @Override
    public Optional<EntryId> oldestUnprocessed(JobStream stream) {
        EntryId done = streams.savedOffset(stream).map(StreamOffset::id).orElse(EntryId.ZERO);
        CommandArgs<byte[], byte[]> range =
                new CommandArgs<>(ByteArrayCodec.INSTANCE)
                        .addKey(Text.bytes(streams.key(stream)))
                        .add(after(done).toString())
                        .add("+")
                        .add("COUNT")
                        .add(1);
        List<@Nullable Object> reply =
                commands.call(redis -> redis.dispatch(CommandType.XRANGE, new Replies(), range));
        return reply.getFirst() instanceof List<?> entries
                        && !entries.isEmpty()
                        && entries.getFirst() instanceof List<?> idAndFields
                ? Optional.of(EntryId.parse(Text.answer(idAndFields.getFirst())))
                : Optional.empty();
    }

    @Override
    public int unprocessed(JobStream stream) {
        EntryId done = streams.savedOffset(stream).map(StreamOffset::id).orElse(EntryId.ZERO);
        return count(commands, streams.key(stream), done);
    }

    /** How many entries of a stream are after this one, counted up to the bound. */
    static int count(ReconnectingConnection commands, String key, EntryId done) {
        return Math.toIntExact(
                COUNT.run(
                        commands,
                        List.of(key),
                        List.of(after(done).toString(), Integer.toString(MOST_COUNTED))));
    }

    /** The next higher id; Redis before 6.2 does not support ranges that exclude an end. */
    private static EntryId after(EntryId id) {
        long sequence = id.sequence() + 1;
        return new EntryId(sequence == 0 ? id.millis() + 1 : id.millis(), sequence);
    }
}
