package rtm.streams;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;

/** The job streams of Redis and their saved offsets. */
final class RedisJobStreams implements JobStreams {

    private static final Log LOG = Log.of(RedisJobStreams.class);

    private final Map<JobStream, String> keys;
    private final Map<JobStream, StreamInspection> inspections = new EnumMap<>(JobStream.class);
    private final EntryReader entries;
    private final BlockingRead reading;
    private final ReconnectingConnection commands;
    private final ReadRefusal refusal = new ReadRefusal();

    RedisJobStreams(
            StreamsSettings.StreamKeys streams,
            BlockingRead reading,
            ReconnectingConnection commands) {
        this.keys =
                Map.of(
                        JobStream.START_JOBS, streams.startJobs(),
                        JobStream.STOP_JOBS, streams.stopJobs());
        this.entries =
                new EntryReader(
                        Map.of(
                                streams.startJobs(), JobStream.START_JOBS,
                                streams.stopJobs(), JobStream.STOP_JOBS));
        for (JobStream stream : JobStream.values()) {
            inspections.put(stream, new StreamInspection());
        }
        this.reading = reading;
        this.commands = commands;
    }

    @Override
    public String key(JobStream stream) {
        return require(keys, stream);
    }

    @Override
    public Optional<EntryId> savedOffset(JobStream stream) {
        byte[] saved =
                refusal.recording(() ->
                        commands.<byte @Nullable []>call(redis -> redis.get(offsetKey(stream))));
        return saved == null ? Optional.empty() : offset(stream, Text.read(saved));
    }

    private static Optional<EntryId> offset(JobStream stream, String saved) {
        try {
            return Optional.of(EntryId.parse(saved));
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "ignoring unreadable saved stream offset",
                    LogField.of("key", offsetName(stream)),
                    LogField.of("value", saved));
            return Optional.empty();
        }
    }

    @Override
    public void saveOffset(JobStream stream, EntryId offset) {
        commands.write(redis -> redis.set(offsetKey(stream), Text.bytes(offset.toString())));
    }

    private static byte[] offsetKey(JobStream stream) {
        return Text.bytes(offsetName(stream));
    }

    static String offsetName(JobStream stream) {
        return switch (stream) {
            case START_JOBS -> "rtmanager:stream_offsets:startjobs";
            case STOP_JOBS -> "rtmanager:stream_offsets:stopjobs";
        };
    }

    @Override
    public Map<JobStream, List<JobEntry>> read(
            Map<JobStream, EntryId> after, int count, Duration block) {
        Map<String, EntryId> positions = new LinkedHashMap<>();
        after.forEach((stream, position) -> positions.put(key(stream), position));
        Object reply = refusal.recording(() -> reading.read(positions, count, block));
        refusal.over();
        return entries.read(reply);
    }

    @Override
    public Optional<EntryId> firstEntry(String key) {
        return commands
                .call(redis -> redis.xrange(Text.bytes(key), Range.unbounded(), Limit.from(1)))
                .stream()
                .findFirst()
                .map(StreamMessage::getId)
                .map(EntryId::parse);
    }

    @Override
    public void wake() {
        reading.wake();
    }

    @Override
    public StreamFacts facts(JobStream stream) {
        try {
            List<@Nullable Object> reply =
                    commands.call(redis ->
                            redis.dispatch(CommandType.XINFO, new Replies(), streamOf(stream)));
            return reply.getFirst() instanceof List<?> values
                    ? require(inspections, stream).read(values)
                    : StreamFacts.ABSENT;
        } catch (DependencyUnavailableException failed) {
            if (Failures.refusal(failed).filter(RedisJobStreams::isNoSuchKey).isPresent()) {
                return StreamFacts.ABSENT;
            }
            refusal.record(failed);
            throw failed;
        }
    }

    /** The last refusal to read jobs, if it is recent. */
    Optional<DependencyUnavailableException> refusal() {
        return refusal.last();
    }

    private CommandArgs<byte[], byte[]> streamOf(JobStream stream) {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add("STREAM")
                .addKey(Text.bytes(key(stream)));
    }

    private static boolean isNoSuchKey(String reply) {
        return reply.contains("no such key");
    }

    private static <T> T require(Map<JobStream, T> values, JobStream stream) {
        return Objects.requireNonNull(values.get(stream));
    }
}
