package rtm.domain.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.Outcomes.verdict;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.health.JudgeInspections;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.GameBusyException;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.Boundary;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/** An engine that ends with the code 0, and that nobody here asked to, is reported once. */
class CleanEndTest {

    private static final String DETAILS =
            "{\"restart_count\":0,\"state\":\"exited\",\"health\":\"\"}";
    private static final String ENDED = "inspect_unhealthy " + DETAILS;
    private static final String STARTED = "container_started {\"image_ref\":\"galaxy/game:1.4.0\"}";

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

    private List<OperationKind> rows() {
        return world.store.operations().stream().map(row -> row.operation().kind()).toList();
    }

    private static ContainerExit death(ContainerId container) {
        return new ContainerExit(container, 0, false, SimulatedWorld.START.plusSeconds(5));
    }

    private void assertShown(HealthSource source) {
        assertThat(world.store.snapshot(SimulatedWorld.GAME))
                .hasValueSatisfying(health -> {
                    assertThat(health.status()).isEqualTo(HealthStatus.EXITED);
                    assertThat(health.source()).isEqualTo(source);
                    assertThat(health.details()).isEqualTo(DETAILS);
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCKER_EVENT", "INSPECT", "RECONCILE"})
    void itIsReportedOnceWhicheverObserverIsFirst(HealthSource first) throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 0, true);

        process.useCases()
                .reconcileRuntimes()
                .repair(SimulatedWorld.GAME, first, List.of(death(engine)));

        assertThat(world.state())
                .isInstanceOfSatisfying(
                        RuntimeState.Stopped.class,
                        stopped -> assertThat(stopped.container()).isEqualTo(engine));
        assertShown(first);
        for (HealthSource next : HealthSource.values()) {
            world.boot()
                    .useCases()
                    .reconcileRuntimes()
                    .repair(SimulatedWorld.GAME, next, List.of(death(engine)));
        }
        assertThat(reported()).containsExactly(ENDED);
        assertThat(rows()).containsExactly(OperationKind.RECONCILE_OBSERVED_EXITED);
        assertShown(first);
    }

    @Test
    void theNumberOfRestartsByDockerIsInIt() throws Exception {
        ContainerId engine = world.running();
        world.docker.say(engine, 2, "unhealthy");
        world.docker.exit(engine, 0, false);
        process.reconcile();
        assertThat(reported())
                .containsExactly(
                        "inspect_unhealthy {\"restart_count\":2,\"state\":\"exited\",\"health\":\"\"}");
    }

    @Test
    void aStopThatComesLaterReportsItFirstAndIsAReplay() throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 0, false);

        assertThat(verdict(process.stop(SimulatedProcess.STOP_JOB)))
                .isEqualTo(new Verdict.Replayed());

        assertThat(reported()).containsExactly(ENDED);
        assertThat(rows())
                .containsExactly(OperationKind.RECONCILE_OBSERVED_EXITED, OperationKind.STOP);
        assertThat(world.docker.calls(DaemonCall.STOP)).as("makes sure").isEqualTo(1);
        process.reconcile(death(engine));
        assertThat(reported()).containsExactly(ENDED);
    }

    @Test
    void aRestartThatComesLaterReportsItFirst() throws Exception {
        world.docker.exit(world.running(), 0, false);
        assertThat(verdict(process.restart())).isEqualTo(new Verdict.Done());
        assertThat(reported()).containsExactly(ENDED, STARTED);
    }

    @Test
    void anEndByOurOwnStopIsNotReported() throws Exception {
        ContainerId engine = world.running();
        process.boundary.planFirst("stop", Boundary.Mishap.DIES_BEFORE_ITS_EFFECT);
        assertThatThrownBy(() -> process.stop(SimulatedProcess.STOP_JOB))
                .isInstanceOf(ProcessDiedError.class);
        process.die();
        world.docker.exit(engine, 0, false);
        SimulatedProcess next = world.boot();
        assertThatThrownBy(() -> next.reconcile(death(engine)))
                .isInstanceOf(GameBusyException.class);
        next.finishInterrupted();
        next.reconcile(death(engine));
        assertThat(reported()).isEmpty();
        assertThat(world.record().state().status()).isEqualTo(RuntimeStatus.STOPPED);
    }

    @Test
    void ofARemovedContainerItIsReportedBeforeTheRemoval() throws Exception {
        ContainerId engine = world.running();
        world.docker.exit(engine, 0, false);
        world.docker.vanish(engine);
        process.reconcile(death(engine));
        process.reconcile(death(engine));
        assertThat(reported()).containsExactly(ENDED, "container_disappeared {}");
    }

    @Test
    void anEngineThatAPersonStartedBeforeAnybodyLookedIsReportedAsEndedAndStarted()
            throws Exception {
        ContainerId engine = world.running();
        Instant ended = SimulatedWorld.START.minusSeconds(30);
        world.docker.startedAt(engine, ended.plusMillis(10));
        process.reconcile(new ContainerExit(engine, 0, false, ended));
        process.reconcile(new ContainerExit(engine, 0, false, ended));
        assertThat(reported()).containsExactly(ENDED, STARTED);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(engine));
    }

    @Test
    void inspectionsNeitherReportItAgainNorCallTheNextLifeWellAgain() throws Exception {
        ContainerId engine = world.running();
        JudgeInspections inspections = new JudgeInspections(process.useCases().observeRuntime());
        inspect(inspections, engine);
        RuntimeRecord running = world.record();
        world.docker.exit(engine, 0, false);
        inspections.judge(running, world.docker.inspect(engine).orElseThrow());
        assertThat(reported()).as("the record does not follow yet").isEmpty();
        process.reconcile();
        inspections.judge(running, world.docker.inspect(engine).orElseThrow());
        assertThat(reported()).containsExactly(ENDED);

        world.docker.startByHand(engine);
        process.reconcile();
        inspections.keepOnly(List.of(world.record()));
        inspect(inspections, engine);
        inspect(new JudgeInspections(world.boot().useCases().observeRuntime()), engine);

        assertThat(reported()).containsExactly(ENDED, STARTED);
        assertThat(world.store.snapshot(SimulatedWorld.GAME).orElseThrow().source())
                .as("nobody but the repair wrote it")
                .isEqualTo(HealthSource.DOCKER_EVENT);
    }

    private void inspect(JudgeInspections inspections, ContainerId engine) {
        inspections.judge(world.record(), world.docker.inspect(engine).orElseThrow());
    }

    @Test
    void anEngineThatRunsWhenItIsInspectedHasNotEnded() {
        ContainerId engine = world.running();
        ExitDiagnosis diagnosis =
                new ExitDiagnosis(
                        new ContainerQueries(
                                world.docker,
                                world.store,
                                new EngineOwner(world.store.databaseId())),
                        new PlainMessageEncoder(),
                        world.clock);
        assertThatThrownBy(() ->
                        diagnosis.fate(
                                SimulatedWorld.GAME,
                                new Drift.Loss.Ended(engine),
                                Map.of(),
                                Optional.empty()))
                .isInstanceOf(GameBusyException.class);
    }
}
