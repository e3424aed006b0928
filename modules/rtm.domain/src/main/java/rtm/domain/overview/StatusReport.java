package rtm.domain.overview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.NodeReport;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
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
import rtm.domain.text.Terms;
import rtm.domain.time.Deadline;

/**
 * Reads the status: all parts at the same time, each for itself. A part that fails or takes too
 * long is missing, and says why.
 */
public final class StatusReport {

    /** The most operations in progress that a status lists. */
    public static final int MOST_OPERATIONS = 50;

    /** The most pieces of work without a row that a status lists. */
    public static final int MOST_PENDING = 50;

    /** The most of these that another process is told. */
    public static final int MOST_TOLD = 1_000;

    private static final Duration DEADLINE = Duration.ofMillis(2_500);

    /** Shorter than the other process waits. */
    private static final Duration TELLING = Duration.ofMillis(1_500);

    private final Sources sources;
    private final PullWords pulls;
    private final SharedLook<StoreOverview.Summary> store;
    private final SharedLook<DaemonDescription.Facts> daemon;
    private final List<CheckLook> checks;
    private final Map<JobStream, SharedLook<Waiting>> jobs = new EnumMap<>(JobStream.class);
    private final Map<Disk, SharedLook<DiskState>> disks = new EnumMap<>(Disk.class);
    private final Optional<SharedLook<List<NodeReport>>> nodes;
    private final Optional<SharedLook<JobBacklog.Place>> redis;
    private final WaitingJobs reading;

    /**
     * What the status is read from.
     *
     * @param identity this process
     * @param phase what it does at present
     * @param store what PostgreSQL counts
     * @param backlog the job streams
     * @param checks the checks of readiness
     * @param pending work without a row in the operation log
     * @param daemon the daemon
     * @param disks the disks of this machine
     * @param stateRoot the folder of the games' state
     * @param nodes reads the nodes; empty where there is one only
     * @param givenUp that nothing is done here, since the node of this process was given up
     * @param clock the current time
     */
    public record Sources(
            ServiceStatus.Identity identity,
            Supplier<? extends WireName> phase,
            StoreOverview store,
            JobBacklog backlog,
            List<RememberedCheck> checks,
            PendingWork pending,
            DaemonDescription daemon,
            Disks disks,
            String stateRoot,
            Optional<Supplier<List<NodeReport>>> nodes,
            Supplier<Optional<String>> givenUp,
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
        nodes = sources.nodes().map(SharedLook::of);
        redis = nodes.map(_ -> SharedLook.of(sources.backlog()::place));
        reading = new WaitingJobs(sources.pending(), sources.phase(), nodes);
    }

    /** The jobs that wait, whichever process reads them. */
    public WaitingJobs reading() {
        return reading;
    }

    /** The status now; takes as long as its slowest part, and never longer than the deadline. */
    public ServiceStatus read() throws InterruptedException {
        Deadline deadline = Deadline.in(DEADLINE);
        if (reading.areReadHere()) {
            return read(deadline, false);
        }
        CompletableFuture<Part<Part<ReaderJobs>>> asking = reading.start();
        ServiceStatus here = read(deadline, false);
        return switch (WaitingJobs.await(asking, deadline)) {
            case Part.Seen<ReaderJobs>(ReaderJobs said) ->
                    here.with(said.node(), said.waiting(), both(here.pending(), said.pending()));
            case Part.Missing<ReaderJobs>(String why) -> here.withoutJobs(why);
        };
    }

    private static List<ServiceStatus.Pending> both(
            List<ServiceStatus.Pending> here, List<ServiceStatus.Pending> there) {
        return Stream.concat(here.stream(), there.stream())
                .filter(ServiceStatus.Pending::isShown)
                .sorted(Comparator.comparing(ServiceStatus.Pending::since))
                .limit(MOST_PENDING)
                .toList();
    }

    /** The same without asking another process: the jobs are those behind the saved offset. */
    public ServiceStatus readHere() throws InterruptedException {
        return read(Deadline.in(DEADLINE), false);
    }

    /** What another process is told, which asks for the jobs that wait: what this one knows. */
    public ServiceStatus tell() throws InterruptedException {
        boolean known = reading.areReadHere();
        ServiceStatus here = read(Deadline.in(TELLING), true);
        return known ? here : here.withoutJobs("this process does not read the jobs");
    }

    private ServiceStatus read(Deadline deadline, boolean tells) throws InterruptedException {
        CompletableFuture<Part<StoreOverview.Summary>> counting = store.start();
        CompletableFuture<Part<DaemonDescription.Facts>> describing = daemon.start();
        List<CompletableFuture<Part<Boolean>>> checking =
                checks.stream().map(each -> each.look().start()).toList();
        Map<JobStream, CompletableFuture<Part<Waiting>>> waiting = started(jobs);
        Map<Disk, CompletableFuture<Part<DiskState>>> measuring = started(disks);
        Optional<CompletableFuture<Part<List<NodeReport>>>> listing = nodes.map(SharedLook::start);
        Optional<CompletableFuture<Part<JobBacklog.Place>>> placing = redis.map(SharedLook::start);
        Part<StoreOverview.Summary> counted = SharedLook.await(counting, deadline);
        List<OpenOperation> open =
                counted.seen().map(StoreOverview.Summary::oldest).orElse(List.of());
        List<PendingWork.Item> pending = sources.pending().items();
        return new ServiceStatus(
                sources.clock().instant(),
                sources.identity(),
                sources.phase().get(),
                counted,
                waitsFor(open, pending),
                pending(open, pending, tells),
                dependencies(checking, deadline),
                SharedLook.await(describing, deadline),
                withoutOpen(awaited(waiting, deadline), open, pending),
                Optional.empty(),
                awaited(measuring, deadline),
                listing.isPresent()
                        ? several(SharedLook.await(listing.get(), deadline))
                        : new Part.Seen<>(List.of()),
                placing.isPresent()
                        ? Optional.of(SharedLook.await(placing.get(), deadline))
                        : Optional.empty(),
                sources.givenUp().get());
    }

    /** The first one is alone until there is a second. */
    private static Part<List<NodeReport>> several(Part<List<NodeReport>> nodes) {
        return nodes.seen().filter(all -> all.size() < 2).isPresent()
                ? new Part.Seen<>(List.of())
                : nodes;
    }

    /** What PostgreSQL counts was changed: the next status does not show an earlier look. */
    public void forgetStore() {
        store.forget();
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

    /** A job in progress is an operation, and does not wait; nor does one that is done. */
    private Map<JobStream, Part<Waiting>> withoutOpen(
            Map<JobStream, Part<Waiting>> jobs,
            List<OpenOperation> open,
            List<PendingWork.Item> pending) {
        Map<JobStream, Part<Waiting>> left = new LinkedHashMap<>();
        jobs.forEach((stream, part) -> {
            long others =
                    open.stream().filter(row -> isOf(row, stream)).count()
                            + sources.pending().doneEarly(stream);
            Optional<Duration> oldest =
                    pending.stream()
                            .filter(item -> isOf(item.work(), stream))
                            .filter(item -> open.stream().noneMatch(row -> isOf(row, item.work())))
                            .findFirst()
                            .map(item -> age(item.since()));
            left.put(
                    stream,
                    part.seen()
                            .<Part<Waiting>>map(
                                    waiting -> new Part.Seen<>(waiting.without(others, oldest)))
                            .orElse(part));
        });
        return left;
    }

    private static boolean isOf(PendingWork.Work work, JobStream stream) {
        return work.source() == OperationSource.LOBBY_STREAM
                && work.kind()
                        == switch (stream) {
                            case START_JOBS -> PendingWork.Kind.START;
                            case STOP_JOBS -> PendingWork.Kind.STOP;
                        };
    }

    private static boolean isOf(OpenOperation row, JobStream stream) {
        return row.source() == OperationSource.LOBBY_STREAM
                && row.kind()
                        == switch (stream) {
                            case START_JOBS -> OperationKind.START;
                            case STOP_JOBS -> OperationKind.STOP;
                        };
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
        return new Waiting(count, oldest.map(entry -> age(entry.time())));
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

    private Map<OpenOperation, String> waitsFor(
            List<OpenOperation> open, List<PendingWork.Item> pending) {
        Map<OpenOperation, String> waits = new LinkedHashMap<>();
        for (OpenOperation operation : open) {
            pulls.of(operation.image())
                    .or(() ->
                            pending.stream()
                                    .filter(item -> isOf(operation, item.work()))
                                    .flatMap(item -> item.waitsFor().stream())
                                    .findFirst())
                    .ifPresent(words -> waits.put(operation, words));
        }
        return waits;
    }

    /**
     * Without the jobs that have a row by now, and those that wait for nothing that is known.
     *
     * @param tells whether another process is told, which wants the latter too
     */
    private List<ServiceStatus.Pending> pending(
            List<OpenOperation> open, List<PendingWork.Item> pending, boolean tells) {
        return pending.stream()
                .filter(item -> open.stream().noneMatch(row -> isOf(row, item.work())))
                .map(item ->
                        new ServiceStatus.Pending(
                                item.work(),
                                item.since(),
                                other(open, item.work()).or(item::waitsFor),
                                progress(item.work())))
                .filter(each -> tells || each.isShown())
                .limit(tells ? MOST_TOLD : MOST_PENDING)
                .toList();
    }

    /** The operation in progress that has the game now. */
    private static Optional<String> other(List<OpenOperation> open, PendingWork.Work work) {
        return open.stream()
                .filter(row -> work.game().filter(row.gameId()::equals).isPresent())
                .map(row ->
                        "%s by %s"
                                .formatted(
                                        Terms.kind(row.kind().wire()),
                                        Terms.source(row.source().wire())))
                .findFirst();
    }

    private static boolean isOf(OpenOperation row, PendingWork.Work work) {
        return row.source() == work.source()
                && row.kind().wire().equals(work.kind().wire())
                && work.game().filter(row.gameId()::equals).isPresent();
    }

    private Optional<String> progress(PendingWork.Work work) {
        return work.kind() == PendingWork.Kind.PULL
                ? pulls.progress(work.image())
                : Optional.empty();
    }
}
