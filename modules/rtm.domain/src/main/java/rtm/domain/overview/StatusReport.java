package rtm.domain.overview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.WireName;
import rtm.domain.overview.ServiceStatus.DependencyState;
import rtm.domain.overview.ServiceStatus.Disk;
import rtm.domain.overview.ServiceStatus.DiskState;
import rtm.domain.overview.ServiceStatus.Waiting;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.Disks;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.StoreOverview;
import rtm.domain.rule.PullWords;
import rtm.domain.time.Deadline;

/**
 * Reads the status: all parts at the same time, each for itself. A part that fails or takes too
 * long is missing, and says why.
 */
public final class StatusReport {

    /** The most operations in progress that a status lists. */
    public static final int MOST_OPERATIONS = 50;

    private static final Duration DEADLINE = Duration.ofMillis(2_500);

    private final Sources sources;
    private final PullWords pulls;
    private final SharedLook<StoreOverview.Summary> store;
    private final SharedLook<DaemonDescription.Facts> daemon;
    private final List<CheckLook> checks;
    private final Map<JobStream, SharedLook<Waiting>> jobs = new EnumMap<>(JobStream.class);
    private final Map<Disk, SharedLook<DiskState>> disks = new EnumMap<>(Disk.class);

    /**
     * What the status is read from.
     *
     * @param identity this process
     * @param phase what it does at present
     * @param store what PostgreSQL counts
     * @param backlog the job streams
     * @param checks the checks of readiness
     * @param daemon the daemon
     * @param disks the disks of this machine
     * @param stateRoot the folder of the games' state
     * @param clock the current time
     */
    public record Sources(
            ServiceStatus.Identity identity,
            Supplier<? extends WireName> phase,
            StoreOverview store,
            JobBacklog backlog,
            List<RememberedCheck> checks,
            DaemonDescription daemon,
            Disks disks,
            String stateRoot,
            InstantSource clock) {

        /** Keeps its own copy of the checks. */
        public Sources {
            checks = List.copyOf(checks);
        }
    }

    private record CheckLook(RememberedCheck check, SharedLook<Boolean> look) {}

    /** Reads nothing yet. */
    public StatusReport(Sources sources) {
        this.sources = sources;
        this.pulls = new PullWords(sources.daemon());
        this.store = SharedLook.of(() -> sources.store().summary(MOST_OPERATIONS));
        this.daemon = SharedLook.of(sources.daemon()::describe);
        this.checks =
                sources.checks().stream()
                        .map(check -> new CheckLook(check, SharedLook.of(() -> passes(check))))
                        .toList();
        for (JobStream stream : JobStream.values()) {
            jobs.put(stream, SharedLook.of(() -> waiting(stream)));
        }
        disks.put(Disk.STATE_ROOT, SharedLook.ofDisk(() -> disk(sources.stateRoot())));
        disks.put(Disk.DOCKER_ROOT, SharedLook.ofDisk(this::dockerRoot));
    }

    /** The status now; takes as long as its slowest part, and never longer than the deadline. */
    public ServiceStatus read() throws InterruptedException {
        Deadline deadline = Deadline.in(DEADLINE);
        CompletableFuture<Part<StoreOverview.Summary>> counting = store.start();
        CompletableFuture<Part<DaemonDescription.Facts>> describing = daemon.start();
        List<CompletableFuture<Part<Boolean>>> checking =
                checks.stream().map(each -> each.look().start()).toList();
        Map<JobStream, CompletableFuture<Part<Waiting>>> waiting = started(jobs);
        Map<Disk, CompletableFuture<Part<DiskState>>> measuring = started(disks);
        Part<StoreOverview.Summary> counted = SharedLook.await(counting, deadline);
        return new ServiceStatus(
                sources.clock().instant(),
                sources.identity(),
                sources.phase().get(),
                counted,
                waitsFor(counted.seen().map(StoreOverview.Summary::oldest).orElse(List.of())),
                dependencies(checking, deadline),
                SharedLook.await(describing, deadline),
                awaited(waiting, deadline),
                awaited(measuring, deadline));
    }

    private static <K, T> Map<K, CompletableFuture<Part<T>>> started(Map<K, SharedLook<T>> looks) {
        Map<K, CompletableFuture<Part<T>>> started = new LinkedHashMap<>();
        looks.forEach((key, look) -> started.put(key, look.start()));
        return started;
    }

    private static <K, T> Map<K, Part<T>> awaited(
            Map<K, CompletableFuture<Part<T>>> looks, Deadline deadline)
            throws InterruptedException {
        Map<K, Part<T>> parts = new LinkedHashMap<>();
        for (Map.Entry<K, CompletableFuture<Part<T>>> each : looks.entrySet()) {
            parts.put(each.getKey(), SharedLook.await(each.getValue(), deadline));
        }
        return parts;
    }

    /** A dependency with several checks is listed once, with the first check that fails. */
    private List<DependencyState> dependencies(
            List<CompletableFuture<Part<Boolean>>> checking, Deadline deadline)
            throws InterruptedException {
        Map<String, DependencyState> states = new LinkedHashMap<>();
        for (int i = 0; i < checks.size(); i++) {
            RememberedCheck check = checks.get(i).check();
            Optional<String> error = SharedLook.await(checking.get(i), deadline).missing();
            String name = check.dependency().words();
            states.merge(
                    name,
                    new DependencyState(name, error, check.lastFailure()),
                    StatusReport::both);
        }
        return new ArrayList<>(states.values());
    }

    private static DependencyState both(DependencyState one, DependencyState other) {
        boolean otherIsLater =
                one.last().isEmpty()
                        || other.last()
                                .filter(failure ->
                                        failure.at().isAfter(one.last().orElseThrow().at()))
                                .isPresent();
        return new DependencyState(
                one.name(), one.error().or(other::error), otherIsLater ? other.last() : one.last());
    }

    private static boolean passes(RememberedCheck check) {
        check.check();
        return true;
    }

    private Waiting waiting(JobStream stream) {
        int count = sources.backlog().unprocessed(stream);
        Optional<EntryId> oldest =
                count == 0 ? Optional.empty() : sources.backlog().oldestUnprocessed(stream);
        return new Waiting(count, oldest.map(entry -> age(Instant.ofEpochMilli(entry.millis()))));
    }

    private Duration age(Instant then) {
        Duration age = Duration.between(then, sources.clock().instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private DiskState dockerRoot() {
        DaemonDescription.Facts facts = sources.daemon().describe();
        if (!facts.local()) {
            throw new IllegalStateException("Docker runs on another machine");
        }
        return disk(facts.dataRoot());
    }

    private DiskState disk(String path) {
        try {
            return new DiskState(path, sources.disks().space(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "the free space below %s cannot be read: %s"
                            .formatted(path, failed.getMessage()),
                    failed);
        }
    }

    private Map<OpenOperation, String> waitsFor(List<OpenOperation> open) {
        Map<OpenOperation, String> waits = new LinkedHashMap<>();
        for (OpenOperation operation : open) {
            pulls.of(operation.image()).ifPresent(words -> waits.put(operation, words));
        }
        return waits;
    }
}
