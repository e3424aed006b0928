package rtm.workers.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.JobStreams;
import rtm.domain.rule.JobOrder;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Interruption;

/**
 * Reads both job streams with one call, merges their entries into one order and passes them to the
 * two consumers. Stops reading while too many entries are unfinished.
 */
public final class JobReader {

    /** Limit of entries per stream and read. */
    public static final int COUNT = 128;

    /** Memory of the entries of a stream that wait for the other stream; then it is not read. */
    static final long WEIGHT = 2 << 20;

    /** Limit of unfinished entries, over all games. */
    public static final int WINDOW = 10_000;

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final JobStreams streams;
    private final Map<JobStream, JobConsumer> consumers;
    private final OffsetKeeper offsets;
    private final StreamPositions positions;
    private final PendingWork pending;
    private final Duration block;
    private final Backoff.Waits waits;
    private final Semaphore room;
    private final Outage outage =
            new Outage(
                    Log.of(JobReader.class),
                    "job streams cannot be read",
                    "job streams are read again");
    private final Map<JobStream, LowWatermark> watermarks = new EnumMap<>(JobStream.class);
    private final Map<JobStream, List<JobEntry>> held = new EnumMap<>(JobStream.class);

    /** Entries to hand out, in order; they stay here if the reader is interrupted between them. */
    private final Deque<Due> due = new ArrayDeque<>();

    public JobReader(
            JobStreams streams,
            Map<JobStream, JobConsumer> consumers,
            OffsetKeeper offsets,
            StreamPositions positions,
            PendingWork pending,
            Duration block,
            Backoff.Waits waits,
            int window) {
        this.streams = streams;
        this.consumers = consumers;
        this.offsets = offsets;
        this.positions = positions;
        this.pending = pending;
        this.block = block;
        this.waits = waits;
        this.room = new Semaphore(window);
    }

    private record Due(JobEntry entry, LowWatermark watermark) {}

    /** Reads until it is interrupted; continues there when it is called again. */
    public void run() throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        while (true) {
            handOut();
            try {
                positions.inspect().forEach(this::startOver);
                positions.takeCounted().forEach((stream, at) -> watermark(stream).counted(at));
                readOnce();
                outage.ended();
                backoff.reset();
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                positions.suspect();
                outage.failed(away);
                backoff.pause();
            }
        }
    }

    /** Entries already read from the lost stream come first, and no longer move the offset. */
    private void startOver(JobStream stream) {
        LowWatermark old = watermark(stream);
        held.getOrDefault(stream, List.of()).forEach(entry -> due.add(new Due(entry, old)));
        held.remove(stream);
        old.retire();
        watermarks.remove(stream);
        offsets.startOver(stream, positions.of(stream));
    }

    private void readOnce() {
        Map<JobStream, EntryId> after = new EnumMap<>(positions.current());
        after.keySet().removeIf(this::holdsEnough);
        JobStreams.Batch read = streams.read(after, COUNT, held.isEmpty() ? block : AT_ONCE);
        List<JobStream> mayHoldMore = new ArrayList<>();
        for (JobStream stream : JobStream.values()) {
            List<JobEntry> entries = read.of(stream);
            if (entries.size() >= COUNT
                    || read.cutShort().contains(stream)
                    || !after.containsKey(stream)) {
                mayHoldMore.add(stream);
            }
            if (!entries.isEmpty()) {
                positions.advance(stream, entries);
            }
        }
        JobOrder order = JobOrder.of(held, read.entries(), mayHoldMore);
        held.clear();
        held.putAll(order.held());
        order.ready().forEach(entry -> due.add(new Due(entry, watermark(entry.stream()))));
    }

    private boolean holdsEnough(JobStream stream) {
        List<JobEntry> entries = held.getOrDefault(stream, List.of());
        return entries.size() >= COUNT
                || entries.stream().mapToLong(JobEntry::weight).sum() >= WEIGHT;
    }

    private void handOut() throws InterruptedException {
        while (!due.isEmpty()) {
            room.acquire();
            Due next = due.remove();
            EntryId id = next.entry().id();
            LowWatermark watermark = next.watermark();
            watermark.handedOut(id);
            // The job waits in its mailbox without its entry, which may be large.
            Objects.requireNonNull(consumers.get(next.entry().stream()))
                    .accept(
                            next.entry(),
                            () -> {
                                watermark.done(id);
                                room.release();
                            });
        }
    }

    private LowWatermark watermark(JobStream stream) {
        return watermarks.computeIfAbsent(stream, this::newWatermark);
    }

    private LowWatermark newWatermark(JobStream stream) {
        LowWatermark watermark = new LowWatermark(risen -> offsets.risen(stream, risen));
        pending.countDoneEarly(stream, watermark::doneEarly);
        return watermark;
    }
}
