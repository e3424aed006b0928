package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;
import rtm.domain.port.JobStreams.StreamFacts;
import rtm.domain.rule.StreamContinuity;

/**
 * How far each job stream was read, and whether the stream still is the one that was read: trimmed
 * entries and lost data are told, never waited for.
 */
final class StreamPositions {

    private static final Log LOG = Log.of(StreamPositions.class);

    private final JobStreams streams;
    private final WorkerMetrics metrics;
    private final Duration interval;
    private final Map<JobStream, EntryId> read = new EnumMap<>(JobStream.class);
    private final Map<JobStream, EntryId> toldTrimmed = new EnumMap<>(JobStream.class);
    private long nextInspection;

    StreamPositions(JobStreams streams, WorkerMetrics metrics, Duration interval) {
        this.streams = streams;
        this.metrics = metrics;
        this.interval = interval;
    }

    /** The position in each stream after which to read on. */
    Map<JobStream, EntryId> current() {
        return read;
    }

    /** Entries up to this one were read. */
    void advance(JobStream stream, EntryId last) {
        read.put(stream, last);
    }

    /**
     * Recalls the saved offsets when called first, and compares them with the streams, then and at
     * intervals.
     *
     * @return the streams that are read from their beginning from now on
     */
    List<JobStream> inspect() {
        if (!read.isEmpty() && System.nanoTime() - nextInspection < 0) {
            return List.of();
        }
        List<JobStream> anew = new ArrayList<>();
        for (JobStream stream : JobStream.values()) {
            StreamFacts facts = streams.facts(stream);
            EntryId position = read.containsKey(stream) ? at(stream) : recall(stream, facts);
            if (lost(stream, position, facts)) {
                anew.add(stream);
                position = EntryId.ZERO;
            }
            read.put(stream, position);
        }
        nextInspection = System.nanoTime() + interval.toNanos();
        return anew;
    }

    private EntryId at(JobStream stream) {
        return read.getOrDefault(stream, EntryId.ZERO);
    }

    private EntryId recall(JobStream stream, StreamFacts facts) {
        Optional<EntryId> saved = streams.savedOffset(stream);
        if (saved.isEmpty() && facts.length() > 0) {
            LOG.warn(
                    "no offset is saved, so the stream is read from its beginning",
                    Pair.of("worker", JobConsumer.name(stream)),
                    Pair.of("stream", streams.key(stream)),
                    Pair.of("entries", facts.length()));
        }
        return saved.orElse(EntryId.ZERO);
    }

    private boolean lost(JobStream stream, EntryId position, StreamFacts facts) {
        return switch (StreamContinuity.judge(position, facts)) {
            case StreamContinuity.Intact _ -> false;
            case StreamContinuity.Trimmed(EntryId highestDeleted) -> {
                if (!highestDeleted.equals(toldTrimmed.put(stream, highestDeleted))) {
                    tell("trimmed", stream, position, highestDeleted, facts);
                }
                yield false;
            }
            case StreamContinuity.Younger(EntryId lastGenerated) -> {
                tell("younger", stream, position, lastGenerated, facts);
                yield true;
            }
        };
    }

    private void tell(
            String kind, JobStream stream, EntryId position, EntryId found, StreamFacts facts) {
        metrics.discontinuity(stream, kind);
        LOG.warn(
                kind.equals("trimmed")
                        ? "entries were trimmed before they were read"
                        : "the stream is younger than its offset and is read from its beginning",
                Pair.of("worker", JobConsumer.name(stream)),
                Pair.of("stream", streams.key(stream)),
                Pair.of("offset", position),
                Pair.of(kind.equals("trimmed") ? "highest_deleted" : "last_generated", found),
                Pair.of("entries", facts.length()));
    }
}
