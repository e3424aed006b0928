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
 * How far each job stream was read, and whether it is still the same stream. Trimmed entries and
 * lost data are logged and counted; reading continues.
 */
final class StreamPositions {

    private static final Log LOG = Log.of(StreamPositions.class);

    private final JobStreams streams;
    private final WorkerMetrics metrics;
    private final Duration interval;
    private final Map<JobStream, EntryId> read = new EnumMap<>(JobStream.class);
    private final Map<JobStream, EntryId> reportedTrimmed = new EnumMap<>(JobStream.class);
    private Deadline nextInspection = Deadline.in(Duration.ZERO);

    StreamPositions(JobStreams streams, WorkerMetrics metrics, Duration interval) {
        this.streams = streams;
        this.metrics = metrics;
        this.interval = interval;
    }

    /** The position in each stream after which to continue. */
    Map<JobStream, EntryId> current() {
        return read;
    }

    /** Entries up to this one were read. */
    void advance(JobStream stream, EntryId last) {
        read.put(stream, last);
    }

    /** Redis was unreachable and may have lost its data; inspects at the next call. */
    void suspect() {
        nextInspection = Deadline.in(Duration.ZERO);
    }

    /**
     * Loads the saved offsets at the first call, and compares positions with streams, then and
     * periodically. Changes nothing if it fails.
     *
     * @return the streams that are read from their beginning now
     */
    List<JobStream> inspect() {
        if (!nextInspection.past()) {
            return List.of();
        }
        Map<JobStream, Optional<EntryId>> positions = new EnumMap<>(JobStream.class);
        Map<JobStream, StreamFacts> facts = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            // The position before the facts: otherwise a growing stream could look younger than it.
            positions.put(
                    stream,
                    Optional.ofNullable(read.get(stream)).or(() -> streams.savedOffset(stream)));
            facts.put(stream, streams.facts(stream));
        }
        List<JobStream> replaced = new ArrayList<>();
        facts.forEach((stream, found) -> {
            EntryId position =
                    positions.getOrDefault(stream, Optional.empty()).orElse(EntryId.ZERO);
            warnFirstBoot(stream, positions.getOrDefault(stream, Optional.empty()), found);
            boolean lost = lost(stream, position, found);
            if (lost) {
                replaced.add(stream);
            }
            read.put(stream, lost ? EntryId.ZERO : position);
        });
        nextInspection = Deadline.in(interval);
        return replaced;
    }

    private void warnFirstBoot(JobStream stream, Optional<EntryId> position, StreamFacts facts) {
        if (position.isEmpty() && facts.length() > 0) {
            LOG.warn(
                    "no offset is saved, reading stream from its beginning",
                    LogField.of("worker", JobConsumer.name(stream)),
                    LogField.of("stream", streams.key(stream)),
                    LogField.of("entries", facts.length()));
        }
    }

    private boolean lost(JobStream stream, EntryId position, StreamFacts facts) {
        return switch (StreamContinuity.judge(position, facts)) {
            case StreamContinuity.Intact _ -> false;
            case StreamContinuity.Trimmed(EntryId highestDeleted) -> {
                if (!highestDeleted.equals(reportedTrimmed.put(stream, highestDeleted))) {
                    metrics.discontinuity(stream, "trimmed");
                    warn(
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
                warn(
                        "stream is younger than its offset, reading it from its beginning",
                        stream,
                        position,
                        LogField.of("last_generated", lastGenerated),
                        facts);
                yield true;
            }
        };
    }

    private void warn(
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
