package rtm.workers.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobStreams;
import rtm.domain.port.JobStreams.StreamFacts;
import rtm.domain.rule.StreamContinuity;
import rtm.domain.time.Deadline;
import rtm.workers.loop.WorkerMetrics;

/**
 * How far each job stream was read, and whether it is still the same stream. Trimmed entries and
 * lost data are logged and counted; reading continues.
 */
public final class StreamPositions {

    private static final Log LOG = Log.of(StreamPositions.class);

    /** How much shorter the interval is while entries arrive. */
    private static final int BUSY = 10;

    private final JobStreams streams;
    private final WorkerMetrics metrics;
    private final Duration interval;
    private final Map<JobStream, StreamOffset> read = new EnumMap<>(JobStream.class);
    private final Map<JobStream, StreamOffset> counted = new EnumMap<>(JobStream.class);
    private Deadline nextInspection = Deadline.in(Duration.ZERO);
    private boolean idle = true;

    public StreamPositions(JobStreams streams, WorkerMetrics metrics, Duration interval) {
        this.streams = streams;
        this.metrics = metrics;
        this.interval = interval;
    }

    /** The position in each stream after which to continue. */
    Map<JobStream, EntryId> current() {
        Map<JobStream, EntryId> ids = new EnumMap<>(JobStream.class);
        read.forEach((stream, position) -> ids.put(stream, position.id()));
        return ids;
    }

    /** The position in a stream, after the first inspection. */
    StreamOffset of(JobStream stream) {
        return Objects.requireNonNull(read.get(stream));
    }

    /** These entries were read; the streams are inspected soon, because others may be gone. */
    void advance(JobStream stream, List<JobEntry> entries) {
        read.put(stream, of(stream).after(entries.getLast().id(), entries.size()));
        if (idle) {
            idle = false;
            nextInspection = Deadline.in(interval.dividedBy(BUSY));
        }
    }

    /** The positions whose number the last inspection found; once. */
    Map<JobStream, StreamOffset> takeCounted() {
        Map<JobStream, StreamOffset> taken = new EnumMap<>(JobStream.class);
        taken.putAll(counted);
        counted.clear();
        return taken;
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
        Map<JobStream, Optional<StreamOffset>> positions = new EnumMap<>(JobStream.class);
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
            Optional<StreamOffset> position = Objects.requireNonNull(positions.get(stream));
            warnFirstBoot(stream, position, found);
            StreamContinuity continuity =
                    StreamContinuity.judge(position.orElse(StreamOffset.BEGINNING), found);
            if (replaced(stream, position.orElse(StreamOffset.BEGINNING), found, continuity)) {
                replaced.add(stream);
            }
            read.put(stream, continuity.position());
            counted.put(stream, continuity.position());
        });
        idle = true;
        nextInspection = Deadline.in(interval);
        return replaced;
    }

    private void warnFirstBoot(
            JobStream stream, Optional<StreamOffset> position, StreamFacts facts) {
        if (position.isEmpty() && facts.length() > 0) {
            LOG.warn(
                    "no offset is saved, reading stream from its beginning",
                    LogField.of("worker", JobConsumer.name(stream)),
                    LogField.of("stream", streams.key(stream)),
                    LogField.of("entries", facts.length()));
        }
    }

    /** Logs and counts what was lost. */
    private boolean replaced(
            JobStream stream,
            StreamOffset position,
            StreamFacts facts,
            StreamContinuity continuity) {
        return switch (continuity) {
            case StreamContinuity.Intact _ -> false;
            case StreamContinuity.Trimmed(_, OptionalLong lost) -> {
                metrics.discontinuity(stream, "trimmed");
                lost.ifPresent(entries -> metrics.lost(stream, entries));
                warn(
                        lost.isPresent()
                                ? "entries were removed before they were read"
                                : "entries were removed, perhaps before they were read",
                        stream,
                        position,
                        lost.isPresent()
                                ? LogField.of("lost", lost.getAsLong())
                                : LogField.of("lost", "unknown"),
                        facts);
                yield false;
            }
            case StreamContinuity.Younger(_, EntryId lastGenerated) -> {
                metrics.discontinuity(stream, "younger");
                warn(
                        "stream is younger than its offset, reading it from its beginning",
                        stream,
                        position,
                        LogField.of("last_generated", lastGenerated),
                        facts);
                yield true;
            }
            case StreamContinuity.Recreated(_, long added) -> {
                metrics.discontinuity(stream, "recreated");
                warn(
                        "stream was deleted and created again, reading it from its beginning",
                        stream,
                        position,
                        LogField.of("added", added),
                        facts);
                yield true;
            }
        };
    }

    private void warn(
            String what,
            JobStream stream,
            StreamOffset position,
            LogField found,
            StreamFacts facts) {
        LOG.warn(
                what,
                LogField.of("worker", JobConsumer.name(stream)),
                LogField.of("stream", streams.key(stream)),
                LogField.of("offset", position),
                found,
                LogField.of("entries", facts.length()));
    }
}
