package rtm.domain.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.operation.GameBusyException;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.Boundary;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

class ReconcileRuntimesTest {

    @RegisterExtension final CapturedLog log = new CapturedLog();

    @TempDir Path root;

    private SimulatedWorld world;
    private SimulatedProcess process;

    @BeforeEach
    void boot() {
        world = new SimulatedWorld(root);
        process = world.boot();
    }

    private List<String> reported() {
        return world.events().stream()
                .map(event -> event.get("event_type") + " " + event.get("details"))
                .toList();
    }

    private void assertRow(OperationKind kind, ContainerId container) {
        LoggedOperation row = world.row();
        assertThat(row.operation().kind()).isEqualTo(kind);
        assertThat(row.operation().source()).isEqualTo(OperationSource.AUTO_RECONCILE);
        assertThat(row.completion())
                .hasValueSatisfying(closed -> {
                    assertThat(closed.verdict()).isInstanceOf(Verdict.Done.class);
                    assertThat(closed.container()).contains(container);
                });
    }

    private void assertHealth(HealthStatus status, HealthSource source) {
        assertThat(world.store.snapshot(SimulatedWorld.GAME))
                .hasValueSatisfying(health -> {
                    assertThat(health.status()).isEqualTo(status);
                    assertThat(health.source()).isEqualTo(source);
                });
    }

    private static ContainerExit death(ContainerId container, int code, boolean oomSeen) {
        return new ContainerExit(container, code, oomSeen, SimulatedWorld.START.plusSeconds(5));
    }

    @Test
    void whereAllAgreesNothingIsWrittenAndNothingIsTold() throws Exception {
        world.running();
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aGameWhoseRecordCannotBeReadIsLeftOutOfTheComparison() throws Exception {
        world.running();
        world.store.spoil(SimulatedWorld.GAME);

        assertThat(process.useCases().reconcileRuntimes().survey().drifts()).isEmpty();
    }

    @Test
    void recordsOfRemovedGamesAreReadOnlyWhereAContainerIsLeft() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            GameId game = new GameId("old-" + i);
            world.store.put(
                    SampleOperations.record(
                            game,
                            new RuntimeState.Removed(Optional.empty(), SimulatedWorld.START),
                            1));
        }
        world.running();

        assertThat(process.useCases().reconcileRuntimes().survey().records()).isEqualTo(1);
    }

    @Test
    void anExitWithACodeStopsTheRecordAndIsToldOnce() throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 7, false);
        process.reconcile();
        process.reconcile();
        assertThat(world.state())
                .isInstanceOfSatisfying(
                        RuntimeState.Stopped.class,
                        stopped -> assertThat(stopped.container()).isEqualTo(engine));
        assertThat(reported()).containsExactly("container_exited {\"exit_code\":7,\"oom\":false}");
        assertRow(OperationKind.RECONCILE_OBSERVED_EXITED, engine);
        assertHealth(HealthStatus.EXITED, HealthSource.DOCKER_EVENT);
        assertThat(world.signals).hasValue(1);
    }

    @Test
    void anEndThatDockersListsDoNotShowYetIsToldAllTheSame() throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 7, false);
        process.reconcile(death(engine, 7, false));
        assertThat(reported()).containsExactly("container_exited {\"exit_code\":7,\"oom\":false}");
        assertThat(world.record().state().status()).isEqualTo(RuntimeStatus.STOPPED);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void anEngineOutOfMemoryIsToldAsThatAndThenAsExited(boolean flag, boolean seen)
            throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 137, flag);
        process.reconcile(death(engine, 137, seen));
        assertThat(reported())
                .containsExactly(
                        "container_oom {\"exit_code\":137}",
                        "container_exited {\"exit_code\":137,\"oom\":true}");
    }

    @Test
    void anEngineThatOutlivedAChildOutOfMemoryAndWasEndedOtherwiseIsAnExit() throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 143, true);
        process.reconcile(death(engine, 143, true));
        assertThat(reported())
                .containsExactly("container_exited {\"exit_code\":143,\"oom\":false}");
    }

    @Test
    void aContainerThatWentUnseenIsToldAsDisappearedAlone() throws Exception {
        ContainerId engine = world.running();
        world.docker.vanish(engine);
        process.reconcile();
        process.reconcile();
        assertThat(world.record().state().status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(reported()).containsExactly("container_disappeared {}");
        assertRow(OperationKind.RECONCILE_DISPOSE, engine);
        assertHealth(HealthStatus.CONTAINER_DISAPPEARED, HealthSource.DOCKER_EVENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEANUP_CONTAINER", "STOP", "START"})
    void aGameWhoseContainerWasTakenAwayIsLostUntilSomebodyActs(OperationKind act)
            throws Exception {
        world.docker.vanish(world.running());
        process.reconcile();
        assertThat(world.store.summary(0).lost()).isEqualTo(1);

        switch (act) {
            case STOP -> process.stop(SimulatedProcess.CALL);
            case START -> process.start(SimulatedProcess.CALL);
            default -> process.cleanUp();
        }
        assertThat(world.store.summary(0).lost()).isZero();
        int rows = world.store.operations().size();

        if (act != OperationKind.START) {
            process.cleanUp();
            process.stop(SimulatedProcess.CALL);
            assertThat(world.store.operations()).as("once is enough").hasSize(rows);
        }
    }

    @Test
    void aStoppedGameWhoseContainerWasTakenAwayIsNotLost() throws Exception {
        ContainerId engine = world.running();
        process.stop(SimulatedProcess.CALL);
        world.docker.vanish(engine);
        process.reconcile();

        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(world.store.summary(0).lost()).isZero();
    }

    @Test
    void aContainerWhoseEndDockerToldAndThatWentIsToldAsExitedAndThenAsDisappeared()
            throws Exception {
        ContainerId engine = world.running();
        world.docker.vanish(engine);
        process.reconcile(death(engine, 137, false));
        process.reconcile(death(engine, 137, false));
        assertThat(reported())
                .containsExactly(
                        "container_exited {\"exit_code\":137,\"oom\":false}",
                        "container_disappeared {}");
        assertRow(OperationKind.RECONCILE_DISPOSE, engine);
    }

    @Test
    void aStoppedContainerThatWentIsToldAsDisappearedAndItsEarlierEndIsNotToldAgain()
            throws Exception {
        ContainerId engine = world.stopped();
        world.docker.vanish(engine);
        process.reconcile(death(engine, 143, false));
        assertThat(reported()).containsExactly("container_disappeared {}");
        assertThat(world.state())
                .isInstanceOfSatisfying(
                        RuntimeState.Removed.class,
                        removed -> assertThat(removed.stoppedAt()).isPresent());
    }

    @Test
    void anEngineOfAnUnknownGameIsAdoptedAsItIs() throws Exception {
        ObservedContainer engine = world.containerByHand("diagnosis", ContainerState.RUNNING);
        process.reconcile();
        process.reconcile();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(engine.id()));
        assertThat(world.record().engineEndpoint()).isEqualTo("http://diagnosis:8080");
        assertThat(world.record().currentImage()).isEqualTo(SimulatedWorld.IMAGE);
        assertThat(world.record().statePath()).isEqualTo(world.folders.pathOf(SimulatedWorld.GAME));
        assertThat(reported())
                .containsExactly("container_started {\"image_ref\":\"galaxy/game:1.4.0\"}");
        assertRow(OperationKind.RECONCILE_ADOPT, engine.id());
        assertThat(world.row().operation().image()).contains(SimulatedWorld.IMAGE.value());
        assertHealth(HealthStatus.STARTING, HealthSource.DOCKER_EVENT);
    }

    @Test
    void aStoppedOrRemovedGameWhoseEngineRunsIsAdopted() throws Exception {
        ContainerId engine = world.stopped();
        world.docker.startByHand(engine);
        process.reconcile();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(engine));
        SimulatedWorld another = new SimulatedWorld(root);
        another.removed();
        ObservedContainer made = another.earlierContainer(ContainerState.RUNNING);
        another.boot().reconcile();
        assertThat(another.state()).isEqualTo(new RuntimeState.Running(made.id()));
        assertThat(another.record().createdAt()).isEqualTo(SimulatedWorld.START.minusSeconds(60));
    }

    @Test
    void anotherEngineIsAdoptedAfterWhatBecameOfTheFormerIsTold() throws Exception {
        ContainerId former = world.running();
        world.docker.exit(former, 7, false);
        ObservedContainer other = world.containerByHand("diagnosis", ContainerState.RUNNING);
        process.reconcile();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(other.id()));
        assertThat(reported())
                .containsExactly(
                        "container_exited {\"exit_code\":7,\"oom\":false}",
                        "container_started {\"image_ref\":\"galaxy/game:1.4.0\"}");
        assertRow(OperationKind.RECONCILE_ADOPT, other.id());
    }

    @Test
    void twoEnginesOfOneGameAreLeftAlone() throws Exception {
        world.running();
        world.containerByHand("diagnosis", ContainerState.RUNNING);
        assertThat(process.reconcile()).isInstanceOf(Drift.TwoRunning.class);
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.live()).hasSize(2);
    }

    /** {@code docker commit} copies all labels. */
    @Test
    void aRunningCopyOfAGamesContainerIsNoDrift() throws Exception {
        process.start(SimulatedProcess.CALL);
        ObservedContainer engine = world.live().getFirst();
        world.place("copy", ContainerState.RUNNING, engine.labels());
        assertThat(process.useCases().reconcileRuntimes().survey().drifts()).isEmpty();
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
    }

    @Test
    void anEngineThatWasRenamedByHandGetsItsNameBackAndItsRecordTheEndpoint() throws Exception {
        ContainerId engine = world.running();
        world.docker.rename(engine, "renamed-by-hand");
        world.store.put(world.record().withEndpoint("http://renamed-by-hand:8080", Instant.EPOCH));
        assertThat(process.useCases().reconcileRuntimes().survey().drifts())
                .singleElement()
                .isInstanceOf(Drift.Renamed.class);
        process.reconcile();
        assertThat(world.docker.inspect(engine).orElseThrow().container().name())
                .isEqualTo(SimulatedWorld.GAME.containerName());
        assertThat(world.record().engineEndpoint()).isEqualTo(SimulatedWorld.GAME.engineEndpoint());
        assertRow(OperationKind.RECONCILE_ADOPT, engine);
        assertThat(reported()).isEmpty();
        assertThat(log.lines("INFO", "renamed container has its name back", "game_id=")).hasSize(1);
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
    }

    @Test
    void anEngineThatWasTakenOffItsNetworkIsAttachedAgain() throws Exception {
        ContainerId engine = world.running();
        world.docker.detach(engine);
        assertThat(process.useCases().reconcileRuntimes().survey().drifts())
                .singleElement()
                .isInstanceOf(Drift.Detached.class);
        process.reconcile();
        assertThat(world.docker.address(SimulatedWorld.GAME, engine)).isPresent();
        assertRow(OperationKind.RECONCILE_ADOPT, engine);
        assertThat(reported()).isEmpty();
        assertThat(log.lines("INFO", "attached to its network again", "game_id=")).hasSize(1);
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
    }

    @Test
    void anEngineMadeByHandStaysWhereItIs() throws Exception {
        world.containerByHand("diagnosis", ContainerState.RUNNING);
        process.reconcile();
        ContainerId engine = world.record().state().containerId().orElseThrow();
        world.docker.detach(engine);
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
        assertThat(world.docker.container(engine).orElseThrow().attached()).isFalse();
    }

    @Test
    void aNetworkThatDockerRefusesLeavesNoRowBehind() throws Exception {
        ContainerId engine = world.running();
        world.docker.detach(engine);
        process.refuse(DaemonCall.ATTACH, "no more ports");
        process.reconcile();
        assertThat(world.store.operations()).isEmpty();
        assertThat(log.lines("WARN", "cannot be attached to its network", "no more ports"))
                .hasSize(1);
    }

    @Test
    void aGameOfAnotherNodeKeepsItsRecordWhateverIsHere() throws Exception {
        ContainerId engine = world.running();
        RuntimeRecord elsewhere = SampleOperations.on(new NodeId(2), world.record());
        world.store.put(elsewhere);

        assertThat(process.useCases().reconcileRuntimes().survey().drifts())
                .singleElement()
                .isInstanceOf(Drift.ForeignNode.class);
        assertThat(process.reconcile()).isInstanceOf(Drift.ForeignNode.class);
        world.docker.vanish(engine);
        assertThat(process.reconcile(death(engine, 7, false))).isInstanceOf(Drift.None.class);
        assertThat(process.useCases().reconcileRuntimes().survey().drifts()).isEmpty();

        assertThat(world.record()).isEqualTo(elsewhere);
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(reported()).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsLeftToItsHolder() throws Exception {
        ContainerId engine = world.running();
        world.docker.rename(engine, "renamed-by-hand");
        ObservedContainer holder =
                world.place(SimulatedWorld.GAME.containerName(), ContainerState.EXITED, Map.of());
        assertThat(process.reconcile())
                .isInstanceOfSatisfying(
                        Drift.Renamed.class, drift -> assertThat(drift.holder()).contains(holder));
        assertThat(world.store.operations()).isEmpty();
    }

    @Test
    void aNameThatDockerRefusesLeavesNoRowBehind() throws Exception {
        ContainerId engine = world.running();
        world.docker.rename(engine, "renamed-by-hand");
        process.refuse(DaemonCall.PUT_BACK, "in use by somebody");
        process.reconcile();
        assertThat(world.store.operations()).isEmpty();
        assertThat(log.lines("WARN", "renamed container cannot get its name back", "somebody"))
                .hasSize(1);
    }

    @Test
    void aRenameThatWasCutOffIsFinishedByTheNextLook() throws Exception {
        ContainerId engine = world.running();
        world.docker.rename(engine, "renamed-by-hand");
        process.boundary.planFirst("putBack", Boundary.Mishap.FAILS_AFTER_ITS_EFFECT);
        assertThatThrownBy(process::reconcile).isInstanceOf(DependencyUnavailableException.class);
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
        assertThat(world.docker.inspect(engine).orElseThrow().container().name())
                .isEqualTo(SimulatedWorld.GAME.containerName());
    }

    @Test
    void noContainerIsEverChanged() throws Exception {
        ContainerId former = world.running();
        world.docker.exit(former, 7, false);
        world.containerByHand("diagnosis", ContainerState.RUNNING);
        process.reconcile();
        process.useCases().reconcileRuntimes().survey();
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void anOperationInProgressIsNotDisturbed() throws Exception {
        ContainerId engine = world.running();
        process.boundary.planFirst("stop", Boundary.Mishap.FAILS_BEFORE_ITS_EFFECT);
        assertThatThrownBy(() -> process.stop(SimulatedProcess.STOP_JOB))
                .isInstanceOf(DependencyUnavailableException.class);
        world.docker.exit(engine, 7, false);
        assertThatThrownBy(process::reconcile).isInstanceOf(GameBusyException.class);
        assertThat(process.useCases().reconcileRuntimes().survey().drifts())
                .singleElement()
                .isInstanceOf(Drift.InFlight.class);
        process.stop(SimulatedProcess.STOP_JOB);
        assertThat(process.reconcile()).isInstanceOf(Drift.None.class);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void anEngineThatEndedAndWasStartedByAPersonBeforeAnybodyLookedIsToldAsBoth() throws Exception {
        ContainerId engine = world.running();
        Instant ended = SimulatedWorld.START.plusSeconds(5);
        world.docker.startedAt(engine, ended.plusMillis(10));
        ContainerExit death = new ContainerExit(engine, 143, false, ended);
        process.reconcile(death);
        assertThat(reported())
                .containsExactly(
                        "container_exited {\"exit_code\":143,\"oom\":false}",
                        "container_started {\"image_ref\":\"galaxy/game:1.4.0\"}");
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(engine));
    }

    @Test
    void anEndBeforeTheLastOperationWasThatOperations() throws Exception {
        ContainerId engine = world.running();
        Instant ended = SimulatedWorld.START.minusSeconds(61);
        world.docker.startedAt(engine, ended.plusMillis(10));
        assertThat(process.reconcile(new ContainerExit(engine, 143, false, ended)))
                .isInstanceOf(Drift.None.class);
        assertThat(world.events()).isEmpty();
    }

    /** It was that operation's doing or was reported, or the event is not true. */
    @Test
    void anEndBeforeTheLastOperationIsNotReportedWithOneAfterIt() throws Exception {
        ContainerId engine = world.running();
        Instant before = SimulatedWorld.START.minusSeconds(61);
        world.docker.startedAt(engine, before.plusMillis(10));
        world.docker.exit(engine, 7, false);
        process.reconcile(new ContainerExit(engine, 143, false, before));
        assertThat(reported()).containsExactly("container_exited {\"exit_code\":7,\"oom\":false}");
    }

    @Test
    void nothingIsJudgedFromAListThatFailed() {
        world.running();
        world.docker.faults().makeUnavailable(DaemonCall.CONTAINERS_OF);
        world.docker.faults().makeUnavailable(DaemonCall.OWNED);
        assertThatThrownBy(process::reconcile).isInstanceOf(DependencyUnavailableException.class);
        assertThatThrownBy(() -> process.useCases().reconcileRuntimes().survey())
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.record().state().status()).isEqualTo(RuntimeStatus.RUNNING);
    }

    @Test
    void nothingIsJudgedGoneByAnotherEngine() {
        world.running();
        world.store.recordDaemon(world.docker.daemonId());
        world.docker.become("another-engine");
        world.docker.vanish(world.record().state().containerId().orElseThrow());
        assertThatThrownBy(process::reconcile)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("another-engine");
        assertThatThrownBy(() -> process.useCases().reconcileRuntimes().survey())
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.record().state().status()).isEqualTo(RuntimeStatus.RUNNING);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aSurveyTellsFiguresAndDriftAndChangesNothing() {
        ContainerId engine = world.running();
        world.docker.exit(engine, 7, false);
        world.place("foreign", ContainerState.RUNNING, Map.of());
        SurveyRuntimes.Survey survey = process.useCases().reconcileRuntimes().survey();
        assertThat(survey.records()).isEqualTo(1);
        assertThat(survey.containers()).isEqualTo(1);
        assertThat(survey.drifts()).singleElement().isInstanceOf(Drift.ObservedExited.class);
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(Optional.of(world.record().version())).contains(3L);
    }
}
