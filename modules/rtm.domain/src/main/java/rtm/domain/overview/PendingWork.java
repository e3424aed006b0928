package rtm.domain.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobStream;
import rtm.domain.model.OperationSource;
import rtm.domain.model.WireName;
import rtm.domain.rule.DecodedJob;

/**
 * The work of this process that has no row in the operation log: pulls that somebody asked for, and
 * jobs that wait. It is in memory only, since what waits is read again after a restart.
 */
public final class PendingWork {

    /** How long a try may take before the reason of the last failure counts as gone. */
    private static final Duration SHORT_TRY = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<JobStream, LongSupplier> doneEarly = new ConcurrentHashMap<>();

    /** Nothing is pending yet. */
    public PendingWork(InstantSource clock) {
        this.clock = clock;
    }

    /** What is to be done. */
    public enum Kind implements WireName {
        PULL,
        START,
        STOP
    }

    /**
     * A piece of work.
     *
     * @param kind what is to be done
     * @param game the game; a pull has none
     * @param image the image; a stop has none
     * @param source who asked for it
     */
    public record Work(
            Kind kind, Optional<GameId> game, Optional<String> image, OperationSource source) {

        /** A job, which Lobby has asked for. */
        public static Work of(DecodedJob.Job job) {
            return switch (job) {
                case DecodedJob.Start(GameId game, ImageReference image) ->
                        start(game, image.value());
                case DecodedJob.Stop(GameId game, _) -> stop(game);
                case DecodedJob.Malformed(GameId game, Optional<String> image, _, _) ->
                        image.map(name -> start(game, name)).orElseGet(() -> stop(game));
            };
        }

        private static Work start(GameId game, String image) {
            return new Work(
                    Kind.START,
                    Optional.of(game),
                    Optional.of(image),
                    OperationSource.LOBBY_STREAM);
        }

        private static Work stop(GameId game) {
            return new Work(
                    Kind.STOP, Optional.of(game), Optional.empty(), OperationSource.LOBBY_STREAM);
        }
    }

    /**
     * A piece of work that waits or goes on.
     *
     * @param work what is to be done
     * @param since when it was asked for, whichever process took it when
     * @param waitsFor what it waits for, to be read behind "the"; empty if that is not known
     */
    public record Item(Work work, Instant since, Optional<String> waitsFor) {}

    /** Adds a piece of work, which was asked for now and stays until its entry is closed. */
    public Entry add(Work work) {
        return add(work, clock.instant());
    }

    /**
     * Adds a piece of work, which stays until its entry is closed.
     *
     * @param since when it was asked for; what clocks that disagree put into the future counts as
     *     now
     */
    public Entry add(Work work, Instant since) {
        Instant now = clock.instant();
        Entry entry = new Entry(work, since.isAfter(now) ? now : since);
        entries.put(entry.number, entry);
        return entry;
    }

    /** Forgets all jobs: another process does them. */
    public void forgetJobs() {
        entries.values().removeIf(entry -> entry.work.kind() != Kind.PULL);
        doneEarly.clear();
    }

    /** From now on this counts the stream's jobs that are done though an earlier one is not. */
    public void countDoneEarly(JobStream stream, LongSupplier jobs) {
        doneEarly.put(stream, jobs);
    }

    /**
     * How many of the stream's jobs are done though an earlier one is not. They lie behind the
     * saved offset like those that wait.
     */
    long doneEarly(JobStream stream) {
        return doneEarly.getOrDefault(stream, () -> 0).getAsLong();
    }

    /** What waits or goes on, the oldest first. */
    public List<Item> items() {
        return entries.values().stream()
                .map(Entry::item)
                .sorted(Comparator.comparing(Item::since))
                .toList();
    }

    /** The oldest start of a game that waits or goes on. */
    public Optional<Item> start(GameId game) {
        return items().stream()
                .filter(item -> item.work().kind() == Kind.START)
                .filter(item -> item.work().game().filter(game::equals).isPresent())
                .findFirst();
    }

    /** One piece of work, from when it is known to when it is done. */
    public final class Entry implements AutoCloseable {

        private final long number = last.incrementAndGet();
        private final Instant since;
        private final Work work;
        private Optional<String> waitsFor = Optional.empty();
        private Optional<Long> triedAt = Optional.empty();

        private Entry(Work work, Instant since) {
            this.work = work;
            this.since = since;
        }

        /**
         * It waits.
         *
         * @param what for what, to be read behind "the"
         */
        public synchronized void waitsFor(String what) {
            waitsFor = Optional.of(what);
            triedAt = Optional.empty();
        }

        /** It is its turn. */
        public synchronized void waitsNoLonger() {
            waitsFor = Optional.empty();
        }

        /** It is tried. The reason of a failure before stays for a moment: most tries are short. */
        public synchronized void isTried() {
            triedAt = Optional.of(System.nanoTime());
        }

        private synchronized Item item() {
            return new Item(
                    work, since, waitsFor.filter(_ -> triedAt.filter(this::isLong).isEmpty()));
        }

        private boolean isLong(long then) {
            return System.nanoTime() - then > SHORT_TRY.toNanos();
        }

        /** It is done, or goes on in an entry of its own. */
        @Override
        public void close() {
            entries.remove(number);
        }
    }
}
