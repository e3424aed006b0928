package rtm.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.SimulatedWorld.GAME;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.EngineHealth.Answer;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.domain.simulation.SimulatedWorld;

class ObserveRuntimeTest {

    private static final Answer WELL = new Answer.Healthy();
    private static final Answer SICK = new Answer.Unhealthy(503, "unexpected status 503");

    @TempDir Path root;
    private SimulatedWorld world;
    private ContainerId container;
    private JudgeProbes probes;
    private JudgeInspections inspections;

    @BeforeEach
    void boot() {
        world = new SimulatedWorld(root);
        container = world.running();
        newProcess();
    }

    @Test
    void aFailingEngineIsToldAndShownOnceAndItsRecoveryToo() {
        probe(SICK, SICK, SICK, SICK);

        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "probe_failed")
                                .containsEntry("container_id", container.value())
                                .containsEntry(
                                        "details",
                                        "{\"consecutive_failures\":3,\"last_status\":503,"
                                                + "\"last_error\":\"unexpected status 503\"}"));
        assertThat(shown().status()).isEqualTo(HealthStatus.PROBE_FAILED);
        assertThat(shown().source()).isEqualTo(HealthSource.PROBE);
        assertThat(world.signals).hasValue(1);

        probe(WELL, WELL);

        assertThat(types()).containsExactly("probe_failed", "probe_recovered");
        assertThat(world.events().getLast())
                .containsEntry("details", "{\"prior_failure_count\":4}");
        assertThat(shown().status()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void whatIsSeenWhileAnOperationHoldsTheGameIsToldAfterIt() {
        probe(SICK, SICK);
        OpenOperation operation = open();
        probe(SICK);
        assertThat(world.events()).isEmpty();
        world.store.abandon(operation);

        probe(SICK);

        assertThat(world.events().getLast().get("details")).contains("\"consecutive_failures\":4");
    }

    @Test
    void aFirstGoodAnswerWhileAnOperationHoldsTheGameIsShownAfterIt() {
        world.store.observe(
                new HealthChange(
                        world.record(),
                        new HealthSnapshot(
                                GAME,
                                Optional.of(container),
                                HealthStatus.STARTING,
                                HealthSource.OPERATION,
                                "{}",
                                Instant.EPOCH),
                        List.of(),
                        false));
        OpenOperation operation = open();
        probe(WELL);
        world.store.abandon(operation);

        probe(WELL);

        assertThat(shown().status()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void aLostAnswerOfTheCommitTellsNobodyTwiceAndForgetsNothing() {
        probe(SICK, SICK);
        world.store.loseAnswerOfNextCommit();
        assertThatThrownBy(() -> probe(SICK)).isInstanceOf(DependencyUnavailableException.class);

        probe(WELL);

        assertThat(types()).containsExactly("probe_failed", "probe_recovered");
        assertThat(world.events().getLast())
                .containsEntry("details", "{\"prior_failure_count\":3}");
    }

    @Test
    void whatCouldNotBeCommittedIsToldOncePostgresIsBack() {
        probe(SICK, SICK);
        world.store.unavailable(true);
        assertThatThrownBy(() -> probe(SICK)).isInstanceOf(DependencyUnavailableException.class);
        world.store.unavailable(false);

        probe(SICK);

        assertThat(types()).containsExactly("probe_failed");
    }

    @Test
    void anotherContainerBeginsWithACleanCount() {
        probe(SICK, SICK);
        ContainerId next = world.earlierContainer(ContainerState.RUNNING).id();
        world.recorded(new RuntimeState.Running(next));

        probe(SICK, SICK);
        assertThat(world.events()).isEmpty();
        probe(SICK);
        assertThat(world.events().getLast()).containsEntry("container_id", next.value());
    }

    @Test
    void aGameThatStoppedInBetweenBeginsWithACleanCount() {
        probe(SICK, SICK);
        probes.keepOnly(List.of());
        probe(SICK, SICK);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aNewProcessDoesNotReportAFailureAgainThatLasts() {
        probe(SICK, SICK, SICK);
        HealthSnapshot before = shown();
        newProcess();

        probe(SICK, SICK, SICK, SICK);

        assertThat(types()).containsExactly("probe_failed");
        assertThat(shown()).as("and its age goes on").isEqualTo(before);
    }

    @Test
    void aNewProcessReportsTheRecoveryOfAFailureThatWasReported() {
        probe(SICK, SICK, SICK);
        newProcess();

        probe(SICK, WELL, WELL);

        assertThat(types()).containsExactly("probe_failed", "probe_recovered");
        assertThat(world.events().getLast())
                .containsEntry("details", "{\"prior_failure_count\":4}");
        assertThat(shown().status()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void aNewProcessCountsAnUnreportedFailureFromZero() {
        probe(SICK, SICK);
        newProcess();

        probe(SICK, SICK);
        assertThat(types()).isEmpty();
        probe(SICK);

        assertThat(types()).containsExactly("probe_failed");
    }

    @Test
    void anEngineIsStartingUntilItsFirstGoodProbeAndThatIsNoRecovery() {
        HealthSnapshot starting =
                new HealthSnapshot(
                        GAME,
                        Optional.of(container),
                        HealthStatus.STARTING,
                        HealthSource.OPERATION,
                        "{}",
                        Instant.EPOCH);
        world.store.observe(new HealthChange(world.record(), starting, List.of(), false));

        probe(SICK, SICK);
        assertThat(shown().status()).isEqualTo(HealthStatus.STARTING);

        probe(WELL);

        assertThat(shown().status()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(shown().source()).isEqualTo(HealthSource.PROBE);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void anUnhealthyInspectionIsToldOnceAndAgainOnlyWhenItChanges() {
        inspect(ContainerState.RUNNING, "unhealthy");
        inspect(ContainerState.RUNNING, "unhealthy");
        assertThat(types()).containsExactly("inspect_unhealthy");
        assertThat(shown().status()).isEqualTo(HealthStatus.INSPECT_UNHEALTHY);
        assertThat(shown().source()).isEqualTo(HealthSource.INSPECT);

        inspect(ContainerState.PAUSED, "unhealthy");
        assertThat(types()).containsExactly("inspect_unhealthy", "inspect_unhealthy");
    }

    @Test
    void aNewProcessDoesNotTellAgainWhatTheSnapshotSays() {
        inspect(ContainerState.RUNNING, "unhealthy");
        newProcess();
        inspect(ContainerState.RUNNING, "unhealthy");
        assertThat(world.events()).hasSize(1);

        newProcess();
        inspect(ContainerState.PAUSED, "unhealthy");
        assertThat(world.events()).hasSize(2);
    }

    @Test
    void aContainerThatIsWellAgainIsShownSoAndNobodyIsTold() {
        inspect(ContainerState.RUNNING, "unhealthy");
        inspect(ContainerState.RUNNING, "healthy");
        assertThat(world.events()).hasSize(1);
        assertThat(shown().status()).isEqualTo(HealthStatus.HEALTHY);

        newProcess();
        inspect(ContainerState.RUNNING, "unhealthy");
        assertThat(world.events()).hasSize(2);
        newProcess();
        inspect(ContainerState.RUNNING, "healthy");
        assertThat(shown().status()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void aFailingProbeIsNotHiddenByAnInspectionThatFindsNothing() {
        inspect(ContainerState.RUNNING, "unhealthy");
        probe(SICK, SICK, SICK);
        inspect(ContainerState.RUNNING, "unhealthy");
        assertThat(types()).containsExactly("inspect_unhealthy", "probe_failed");

        inspect(ContainerState.RUNNING, "healthy");
        assertThat(shown().status()).isEqualTo(HealthStatus.PROBE_FAILED);
    }

    private void newProcess() {
        ObserveRuntime observe = world.boot().useCases().observeRuntime();
        probes = new JudgeProbes(observe, 3);
        inspections = new JudgeInspections(observe);
    }

    private void probe(Answer... answers) {
        for (Answer answer : answers) {
            probes.judge(world.record(), answer);
        }
    }

    private void inspect(ContainerState state, String health) {
        inspections.judge(
                world.record(),
                new InspectedContainer(
                        new ObservedContainer(
                                container, GAME.containerName(), "image", state, Map.of()),
                        0,
                        false,
                        0,
                        health,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private HealthSnapshot shown() {
        return world.store.snapshot(GAME).orElseThrow();
    }

    private List<String> types() {
        return world.events().stream().map(event -> event.getOrDefault("event_type", "")).toList();
    }

    private OpenOperation open() {
        OperationRequest request =
                new OperationRequest(
                        new OperationId(world.newId()),
                        GAME,
                        NodeId.FIRST,
                        OperationKind.RESTART,
                        new Origin.Call(OperationSource.ADMIN_REST),
                        Optional.empty(),
                        Optional.empty(),
                        new BootId(world.newId()),
                        SimulatedWorld.START);
        return ((OpenResult.Opened) world.store.openRow(request, Optional.empty())).operation();
    }
}
