package rtm.streams;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobStreams;

/** The job streams of Redis and their saved offsets. */
final class RedisJobStreams implements JobStreams {

    private final Map<JobStream, String> keys;
    private final EntryReader entries;
    private final ReconnectingConnection inspecting;
    private final BlockingRead reading;
    private final RedisOffsets offsets;
    private final DatabaseMark mark;
    private final ReadRefusal refusal = new ReadRefusal();

    /**
     * @param inspecting the connection of the reader, because XINFO returns whole entries
     */
    RedisJobStreams(
            StreamsSettings.StreamKeys streams,
            ReconnectingConnection inspecting,
            BlockingRead reading,
            ReconnectingConnection commands,
            DatabaseMark mark) {
        this.mark = mark;
        this.keys =
                Map.of(
                        JobStream.START_JOBS, streams.startJobs(),
                        JobStream.STOP_JOBS, streams.stopJobs());
        this.entries =
                new EntryReader(
                        Map.of(
                                streams.startJobs(), JobStream.START_JOBS,
                                streams.stopJobs(), JobStream.STOP_JOBS));
        this.inspecting = inspecting;
        this.reading = reading;
        this.offsets = new RedisOffsets(commands);
    }

    @Override
    public String key(JobStream stream) {
        return require(keys, stream);
    }

    @Override
    public Optional<StreamOffset> savedOffset(JobStream stream) {
        return refusal.recording(() -> offsets.saved(stream, key(stream)));
    }

    @Override
    public void saveOffset(JobStream stream, StreamOffset offset) {
        offsets.save(stream, key(stream), offset);
    }

    @Override
    public Batch read(Map<JobStream, EntryId> after, int count, Duration block) {
        Map<String, EntryId> positions = new LinkedHashMap<>();
        after.forEach((stream, position) -> positions.put(key(stream), position));
        Object reply = refusal.recording(() -> reading.read(positions, count, block));
        refusal.over();
        return entries.read(reply);
    }

    @Override
    public Optional<EntryId> firstEntry(String key) {
        return inspecting
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
            mark.require();
            return StreamInspection.ask(inspecting, key(stream));
        } catch (DependencyUnavailableException failed) {
            refusal.record(failed);
            throw failed;
        }
    }

    /** The last refusal to read jobs, if it is recent. */
    Optional<DependencyUnavailableException> refusal() {
        return refusal.last();
    }

    private static <T> T require(Map<JobStream, T> values, JobStream stream) {
        return Objects.requireNonNull(values.get(stream));
    }
}
