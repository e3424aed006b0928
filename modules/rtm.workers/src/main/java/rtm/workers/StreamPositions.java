package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;
import rtm.domain.port.JobStreams.StreamFacts;
import rtm.domain.rule.StreamContinuity;
import rtm.domain.time.Deadline;

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
    private Deadline nextInspection = Deadline.in(Duration.ZERO);

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

    /** Redis was out of reach, and may have come back without its data. */
    void suspect() {
        nextInspection = Deadline.in(Duration.ZERO);
    }

    /**
     * Recalls the saved offsets when called first, and compares them with the streams, then and at
     * intervals. All of it happens, or nothing.
     *
     * @return the streams that are read from their beginning from now on
     */
    List<JobStream> inspect() {
        if (!nextInspection.past()) {
            return List.of();
        }
        Map<JobStream, Optional<EntryId>> positions = new EnumMap<>(JobStream.class);
        Map<JobStream, StreamFacts> facts = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            // The position first: a stream is never younger than what was known of it before.
            positions.put(
                    stream,
                    Optional.ofNullable(read.get(stream)).or(() -> streams.savedOffset(stream)));
            facts.put(stream, streams.facts(stream));
        }
        List<JobStream> anew = new ArrayList<>();
        facts.forEach((stream, found) -> {
            EntryId position =
                    positions.getOrDefault(stream, Optional.empty()).orElse(EntryId.ZERO);
            tellFirstBoot(stream, positions.getOrDefault(stream, Optional.empty()), found);
            boolean lost = lost(stream, position, found);
            if (lost) {
                anew.add(stream);
            }
            read.put(stream, lost ? EntryId.ZERO : position);
        });
        nextInspection = Deadline.in(interval);
        return anew;
    }

    private void tellFirstBoot(JobStream stream, Optional<EntryId> position, StreamFacts facts) {
        if (position.isEmpty() && facts.length() > 0) {
            LOG.warn(
                    "no offset is saved, so the stream is read from its beginning",
                    LogField.of("worker", JobConsumer.name(stream)),
                    LogField.of("stream", streams.key(stream)),
                    LogField.of("entries", facts.length()));
        }
    }

    private boolean lost(JobStream stream, EntryId position, StreamFacts facts) {
        return switch (StreamContinuity.judge(position, facts)) {
            case StreamContinuity.Intact _ -> false;
            case StreamContinuity.Trimmed(EntryId highestDeleted) -> {
                if (!highestDeleted.equals(toldTrimmed.put(stream, highestDeleted))) {
                    metrics.discontinuity(stream, "trimmed");
                    tell(
                            "entries were trimmed before they were read",
                            stream,
                            position,
                            LogField.of("highest_deleted", highestDeleted),
                            facts);
                }
                yield false;
            }
            case StreamContinuity.Younger(EntryId lastGenerated) -> {
                metrics.discontinuity(stream, "younger");
                tell(
                        "the stream is younger than its offset and is read from its beginning",
                        stream,
                        position,
                        LogField.of("last_generated", lastGenerated),
                        facts);
                yield true;
            }
        };
    }

    private void tell(
            String what, JobStream stream, EntryId position, LogField found, StreamFacts facts) {
        LOG.warn(
                what,
                LogField.of("worker", JobConsumer.name(stream)),
                LogField.of("stream", streams.key(stream)),
                LogField.of("offset", position),
                found,
                LogField.of("entries", facts.length()));
    }
}
