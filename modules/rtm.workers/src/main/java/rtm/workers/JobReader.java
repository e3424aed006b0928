package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;
import rtm.domain.rule.JobOrder;

/**
 * Reads both job streams with one call, brings their entries into one order and hands them to the
 * two consumers. Reads on only while the number of entries at work is within bounds.
 */
final class JobReader {

    /** Entries that one stream may give in one read. */
    static final int COUNT = 128;

    /** Entries that may be at work at once, over all games. */
    static final int WINDOW = 10_000;

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Log LOG = Log.of(JobReader.class);

    private final JobStreams streams;
    private final Map<JobStream, JobConsumer> consumers;
    private final OffsetKeeper offsets;
    private final StreamPositions positions;
    private final Duration block;
    private final Backoff.Waits waits;
    private final Semaphore room;
    private final Map<JobStream, LowWatermark> watermarks = new EnumMap<>(JobStream.class);
    private final Map<JobStream, List<JobEntry>> held = new EnumMap<>(JobStream.class);
    private final List<JobStream> mayHoldMore = new ArrayList<>();

    JobReader(
            JobStreams streams,
            Map<JobStream, JobConsumer> consumers,
            OffsetKeeper offsets,
            StreamPositions positions,
            Duration block,
            Backoff.Waits waits,
            int window) {
        this.streams = streams;
        this.consumers = consumers;
        this.offsets = offsets;
        this.positions = positions;
        this.block = block;
        this.waits = waits;
        this.room = new Semaphore(window);
    }

    /** Reads until it is interrupted; goes on where it was when it is called again. */
    void run() throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        while (true) {
            try {
                positions.inspect().forEach(this::beginAnew);
                readOnce();
                backoff.reset();
            } catch (DependencyUnavailableException away) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                LOG.warn("job streams cannot be read", Pair.of("error", away.text()));
                backoff.pause();
            }
        }
    }

    private void beginAnew(JobStream stream) {
        held.remove(stream);
        mayHoldMore.remove(stream);
        watermarks.put(stream, new LowWatermark());
    }

    private void readOnce() throws InterruptedException {
        Map<JobStream, EntryId> after = new EnumMap<>(positions.current());
        after.keySet().removeIf(stream -> held.getOrDefault(stream, List.of()).size() >= COUNT);
        Map<JobStream, List<JobEntry>> read =
                streams.read(after, COUNT, held.isEmpty() ? block : AT_ONCE);
        for (JobStream stream : after.keySet()) {
            List<JobEntry> entries = read.getOrDefault(stream, List.of());
            mayHoldMore.remove(stream);
            if (entries.size() >= COUNT) {
                mayHoldMore.add(stream);
            }
            if (!entries.isEmpty()) {
                positions.advance(stream, entries.getLast().id());
            }
        }
        JobOrder order = JobOrder.of(held, read, mayHoldMore);
        held.clear();
        held.putAll(order.held());
        for (JobEntry entry : order.ready()) {
            handOut(entry);
        }
    }

    private void handOut(JobEntry entry) throws InterruptedException {
        room.acquire();
        JobStream stream = entry.stream();
        LowWatermark watermark = watermarks.computeIfAbsent(stream, _ -> new LowWatermark());
        watermark.handedOut(entry.id());
        JobConsumer consumer = java.util.Objects.requireNonNull(consumers.get(stream));
        consumer.accept(
                entry,
                () -> {
                    watermark.done(entry.id()).ifPresent(risen -> offsets.risen(stream, risen));
                    room.release();
                });
    }
}
