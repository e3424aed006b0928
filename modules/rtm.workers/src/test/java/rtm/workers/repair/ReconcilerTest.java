package rtm.workers.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.Worker;

class ReconcilerTest {

    private static final String DRIFT = "rtmanager.reconcile_drift";
    private static final String UNANNOUNCED = "rtmanager.reconcile_drift_untold";

    /** Streams that end at once, and the least sum of the waits between them. */
    private static final int FLAPS = 9;

    private static final Duration LEAST_WAIT = Duration.ofMillis(100);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    private ContainerId running(TestProcess process, String game) throws InterruptedException {
        int before = world.results().size();
        world.start(game);
        world.awaitResults(before + 1);
        assertThat(process.phase.refusal()).isEmpty();
        return container(game);
    }

    private Optional<RuntimeState> state(String game) {
        return world.store.find(new GameId(game)).map(RuntimeRecord::state);
    }

    private ContainerId container(String game) {
        return state(game).flatMap(RuntimeState::containerId).orElseThrow();
    }

    private void awaitStatus(String game, RuntimeStatus status) throws InterruptedException {
        world.await(
                game + " " + status,
                () -> state(game).map(RuntimeState::status).equals(Optional.of(status)));
    }

    /** The comparison once the stream is open may find an exit before its event arrives. */
    private void awaitFollowers() throws InterruptedException {
        world.await("the event stream open", () -> world.daemon.events().followers() == 1);
        world.await(
                "the comparison after it",
                () -> !log.lines("records and containers compared", "occasion=connect").isEmpty());
    }

    /** The first runs at boot, the second once the event stream is open. */
    private void awaitComparisons(int count) throws InterruptedException {
        world.await(count + " comparisons", () -> world.daemon.calls(DaemonCall.OWNED) >= count);
    }

    private ContainerId byHand(String game, String name) {
        ObservedContainer container =
                new ObservedContainer(
                        world.daemon.newId(),
                        name,
                        WorkersWorld.IMAGE,
                        ContainerState.RUNNING,
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, game));
        world.daemon.place(container);
        return container.id();
    }

    @Test
    void anExitIsRecordedAtOnceAndCountsAsAnnounced() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId engine = running(process, "chess");
        world.daemon.exit(engine, 7, false);
        awaitStatus("chess", RuntimeStatus.STOPPED);
        world.await("counted", () -> process.counted(DRIFT, "observed_exited") == 1);
        assertThat(process.counted(UNANNOUNCED, "")).isZero();
    }

    @Test
    void driftFoundAtBootIsRepairedAndReportedBeforeTheWorkersStart() throws Exception {
        byHand("chess", "diagnosis");
        byHand("not a game", "strange");
        TestProcess process = world.process().start();
        assertThat(state("chess"))
                .hasValueSatisfying(
                        state -> assertThat(state).isInstanceOf(RuntimeState.Running.class));
        assertThat(
                        log.lines(
                                "reconciler initial pass completed",
                                "containers=2",
                                "adopted=1",
                                "left=1"))
                .hasSize(1);
        assertThat(log.lines("WARN", "invalid game_id label", "strange")).isNotEmpty();
        assertThat(process.counted(UNANNOUNCED, "boot")).isEqualTo(1);
    }

    @Test
    void aFailedListAtBootEndsTheBoot() {
        byHand("chess", "diagnosis");
        world.daemon.faults().makeUnavailable(DaemonCall.OWNED);
        assertThatThrownBy(() -> world.process().start())
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(state("chess")).isEmpty();
    }

    @Test
    void oneContainerThatCannotBeInspectedDelaysNeitherTheOthersNorTheBoot() throws Exception {
        byHand("wedged", "wedged");
        byHand("chess", "diagnosis");
        world.daemon.faults().failNext(DaemonCall.INSPECT, Moment.BEFORE_EFFECT);
        Pause wedged = world.daemon.faults().pauseNext(DaemonCall.INSPECT, Moment.BEFORE_EFFECT);
        Intervals hasty =
                WorkersWorld.fast(
                        Duration.ofMillis(200), Duration.ofMillis(5), Duration.ofMillis(5));
        TestProcess process =
                world.process(hasty, WorkersWorld.settings(32, Duration.ofMinutes(1))).start();
        assertThat(process.phase.refusal()).isEmpty();
        wedged.release();
        awaitStatus("wedged", RuntimeStatus.RUNNING);
        awaitStatus("chess", RuntimeStatus.RUNNING);
    }

    @Test
    void driftWhileTheEventsWereLostIsFoundAndCountsAsUnannounced() throws Exception {
        ContainerId engine = world.running("chess");
        TestProcess process = world.process().start();
        awaitFollowers();
        world.daemon.events().lose();
        world.await("the loss logged", () -> !log.lines("WARN", "event stream lost").isEmpty());
        world.daemon.exit(engine, 7, false);
        world.daemon.events().forget();
        world.daemon.events().back();
        awaitStatus("chess", RuntimeStatus.STOPPED);
        world.await("counted", () -> process.counted(UNANNOUNCED, "connect") == 1);
        assertThat(log.lines("INFO", "event stream restored")).isNotEmpty();
    }

    /** A daemon, or what stands in its place, that answers 200 and closes. */
    @Test
    void streamsThatEndAtOnceAreOneOutageWithGrowingWaits() throws Exception {
        Intervals growing = WorkersWorld.fast(WorkersWorld.waits(1, 100));
        world.process(growing, WorkersWorld.settings(32, Duration.ofMinutes(1))).start();
        awaitFollowers();
        ContainerId engine = byHand("chess", "diagnosis");
        world.daemon.startByHand(engine);
        awaitStatus("chess", RuntimeStatus.RUNNING);
        int before = world.daemon.events().opened();
        long since = System.nanoTime();
        world.daemon.events().flap();
        world.await("streams", () -> world.daemon.events().opened() >= before + FLAPS);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(LEAST_WAIT);
        assertThat(log.lines("WARN", "event stream lost")).hasSize(2);
        assertThat(log.lines("INFO", "event stream restored")).hasSize(1);
        world.daemon.events().back();
        world.await("a stream that lasts", () -> world.daemon.events().followers() == 1);
        world.daemon.exit(engine, 7, false);
        world.await("the end", () -> log.lines("INFO", "event stream restored").size() == 2);
        awaitStatus("chess", RuntimeStatus.STOPPED);
    }

    /** Events are rare in a quiet night. */
    @ParameterizedTest
    @CsvSource({"PT0S, 2", "PT1H, 1"})
    void aQuietStreamIsSoundOnceItHasLivedForAWhile(Duration after, int restored) throws Exception {
        Intervals intervals = WorkersWorld.soundAfter(after);
        world.process(intervals, WorkersWorld.settings(32, Duration.ofMinutes(1))).start();
        awaitFollowers();
        int before = world.daemon.events().opened();
        world.daemon.events().flap();
        world.await("streams", () -> world.daemon.events().opened() >= before + FLAPS);
        world.daemon.events().back();
        world.await("a stream that lasts", () -> world.daemon.events().followers() == 1);
        assertThat(log.lines("INFO", "event stream restored")).hasSize(1);

        world.await(
                "the line after the daemon's answer",
                () -> {
                    world.daemon.events().live();
                    world.daemon.events().garble();
                    return !log.lines("WARN", "skipped unreadable").isEmpty();
                });
        assertThat(log.lines("INFO", "event stream restored")).hasSize(restored);
    }

    @Test
    void anUnreadableEventIsSkippedAndItsDriftIsFound() throws Exception {
        ContainerId engine = world.running("chess");
        world.process().start();
        awaitFollowers();
        awaitComparisons(2);
        world.daemon.become(engine, ContainerState.EXITED);
        world.daemon.events().garble();
        awaitComparisons(3);
        awaitStatus("chess", RuntimeStatus.STOPPED);
        world.daemon.events().garble();
        ContainerId next = byHand("go", "diagnosis");
        world.daemon.startByHand(next);
        awaitStatus("go", RuntimeStatus.RUNNING);
        assertThat(log.lines("WARN", "skipped unreadable docker events")).hasSize(1);
        assertThat(log.lines("WARN", "event stream lost")).isEmpty();
    }

    @Test
    void anExitDuringAnOperationIsJudgedAfterItAndBelongsToIt() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId engine = running(process, "chess");
        Pause stop = world.daemon.faults().pauseNext(DaemonCall.STOP, Moment.BEFORE_EFFECT);
        world.stop("chess");
        stop.awaitReached();
        world.daemon.exit(engine, 143, false);
        stop.release();
        world.awaitResults(2);
        awaitStatus("chess", RuntimeStatus.STOPPED);
        assertThat(world.store.operations())
                .extracting(row -> row.operation().kind())
                .containsExactly(OperationKind.START, OperationKind.STOP);
    }

    @Test
    void aRepairThatFailsIsRetriedUntilItSucceedsAndLoggedOnce() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId engine = running(process, "chess");
        world.daemon.faults().makeUnavailable(DaemonCall.INSPECT);
        world.daemon.exit(engine, 7, false);
        world.await("tries", () -> world.daemon.calls(DaemonCall.INSPECT) > 5);
        world.daemon.faults().mend();
        awaitStatus("chess", RuntimeStatus.STOPPED);
        assertThat(log.lines("WARN", "repair could not be done yet")).hasSize(1);
    }

    @Test
    void repairsOfManyGamesThatWaitForDockerAreOneOutage() throws Exception {
        List<ContainerId> engines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            engines.add(world.running("game-" + i));
        }
        world.process().start();
        awaitFollowers();
        world.daemon.faults().makeUnavailable(DaemonCall.INSPECT);
        engines.forEach(engine -> world.daemon.exit(engine, 7, false));
        world.await("all wait", () -> !log.lines("could not be done yet", "games=30").isEmpty());
        world.daemon.faults().mend();
        for (int i = 0; i < 30; i++) {
            awaitStatus("game-" + i, RuntimeStatus.STOPPED);
        }
        world.await("the end", () -> !log.lines("INFO", "repairs that waited are done").isEmpty());
        assertThat(log.lines("WARN", "repair could not be done yet")).hasSize(1);
        assertThat(log.lines("INFO", "all repairs that waited are done", "games=30")).hasSize(1);
    }

    @Test
    void anEngineStartedByHandIsAdoptedAtOnce() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId engine = byHand("chess", "diagnosis");
        world.daemon.startByHand(engine);
        awaitStatus("chess", RuntimeStatus.RUNNING);
        assertThat(container("chess")).isEqualTo(engine);
        assertThat(process.counted(UNANNOUNCED, "")).isZero();
    }

    @Test
    void gamesThatEndWithTheDaemonAreEachReportedAndCountedInOneLine() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId chess = running(process, "chess");
        ContainerId go = running(process, "go");
        ContainerId crashed = running(process, "crashed");
        running(process, "stopped");
        world.stop("stopped");
        world.awaitResults(5);
        awaitStatus("stopped", RuntimeStatus.STOPPED);
        world.daemon.events().answer(world.daemon.events().now());
        world.daemon.faults().makeUnavailable(DaemonCall.INSPECT);
        world.daemon.exit(chess, 0, false);
        world.await("a try", () -> !log.lines("repair could not be done yet").isEmpty());
        world.daemon.events().lose();
        world.await("the loss logged", () -> !log.lines("WARN", "event stream lost").isEmpty());
        world.daemon.exit(go, 0, false);
        world.daemon.exit(crashed, 255, false);
        world.daemon.faults().mend();
        world.daemon.events().back();
        world.await(
                "the games counted",
                () -> !log.lines("WARN", "games ended with the docker daemon").isEmpty());
        assertThat(log.lines("games ended with the docker daemon"))
                .singleElement()
                .asString()
                .contains("games=3", "game_ids=chess,crashed,go");
        for (String game : List.of("chess", "go", "crashed")) {
            awaitStatus(game, RuntimeStatus.STOPPED);
        }
    }

    /** It hung, and is the same daemon as before. */
    @Test
    void anEngineThatEndsWhileTheDaemonIsSilentEndsByItself() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId chess = running(process, "chess");
        world.daemon.events().answer(world.daemon.events().now());
        world.daemon.events().hang();
        world.await("the loss logged", () -> !log.lines("WARN", "event stream lost").isEmpty());
        world.daemon.exit(chess, 137, false);
        world.daemon.events().back();
        awaitStatus("chess", RuntimeStatus.STOPPED);
        world.await("a new stream", () -> world.daemon.events().followers() == 1);
        world.await("the end judged", () -> !log.lines("INFO", "event stream restored").isEmpty());
        process.useCases.daemonExits().report();
        assertThat(log.lines("games ended with the docker daemon")).isEmpty();
    }

    @Test
    void gamesFromBeforeTheBootAreCountedAtTheStart() throws Exception {
        ContainerId chess = world.running("chess");
        world.daemon.exit(chess, 0, false);
        Instant ended = world.daemon.events().now();
        world.bootedAt = Optional.of(ended.plusSeconds(60));
        world.process().start();
        assertThat(log.lines("WARN", "with the docker daemon's machine", "games=1", "chess"))
                .hasSize(1);
    }

    @Test
    void aSecondEngineOfAGameIsLoggedAndNotChanged() throws Exception {
        TestProcess process = world.process().start();
        awaitFollowers();
        ContainerId first = running(process, "chess");
        ContainerId second = byHand("chess", "diagnosis");
        world.daemon.startByHand(second);
        world.await("the warning", () -> !log.lines("WARN", "more than one engine").isEmpty());
        assertThat(world.daemon.containers()).allMatch(ObservedContainer::live);
        assertThat(container("chess")).isEqualTo(first);
    }

    @Test
    void aContainerOfAGameOnAnotherNodeIsLoggedWithThatNodesName() throws Exception {
        NodeId other = world.store.add("vm-2", "IJKL").orElseThrow();
        world.store.put(
                SampleOperations.on(
                        other,
                        SampleOperations.record(
                                WorkersWorld.game("chess"),
                                new RuntimeState.Removed(Optional.empty(), Instant.EPOCH),
                                1)));
        byHand("chess", "start");
        world.process().start();
        world.await(
                "the warning",
                () -> !log.lines("WARN", "its game is on another node", "node=vm-2").isEmpty());
    }

    @Test
    void aPausedProcessComparesEverything() throws Exception {
        TestProcess process = world.process();
        byHand("chess", "diagnosis");
        DriftReport report = new DriftReport(process.metrics, process.useCases.names());
        EndingOutputs endings = new EndingOutputs(process.useCases.endingKeeper());
        GameRepairs repairs =
                new GameRepairs(
                        process.useCases.reconcileRuntimes(),
                        report,
                        endings,
                        WorkersWorld.waits(1, 5));
        Reconciler reconciler =
                new Reconciler(
                        process.useCases.reconcileRuntimes(),
                        repairs,
                        report,
                        process.useCases.daemonExits(),
                        endings,
                        new Reconciler.Schedule(
                                Duration.ofMinutes(5),
                                Duration.ofMillis(5),
                                Duration.ZERO,
                                Duration.ZERO,
                                WorkersWorld.waits(1, 5)),
                        new ClockWatch(InstantSource.system(), System::nanoTime));
        Worker worker =
                new Worker("stands", process.metrics, WorkersWorld.waits(1, 5), reconciler::run)
                        .start();
        awaitStatus("chess", RuntimeStatus.RUNNING);
        worker.stop(Duration.ofSeconds(5));
        repairs.close(Duration.ofSeconds(5));
        assertThat(process.counted(UNANNOUNCED, "pause")).isEqualTo(1);
        assertThat(log.lines("WARN", "process was paused")).isNotEmpty();
    }
}
