package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

class StopRuntimeTest extends OneProcess {

    @Test
    void aStopEndsTheEngineAndKeepsItsContainer() throws InterruptedException {
        ContainerId container = world.running();

        Outcome outcome = service.stop(STOP_JOB);

        assertThat(verdict(outcome)).isEqualTo(new Verdict.Done());
        assertThat(world.docker.container(container).orElseThrow().state())
                .isEqualTo(ContainerState.EXITED);
        assertThat(world.docker.grace(container)).contains(SimulatedProcess.GRACE);
        assertThat(world.state().containerId()).contains(container);
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.row().operation().reason()).contains(StopReason.CANCELLED);
    }

    @Test
    void aStoppedJobIsToldToLobbyAndIsNoHealthEvent() throws InterruptedException {
        ContainerId container = world.running();

        service.stop(STOP_JOB);

        assertThat(world.results())
                .containsExactly(
                        Map.of(
                                "game_id", "game-1",
                                "outcome", "success",
                                "container_id", container.value(),
                                "engine_endpoint", "http://galaxy-game-game-1:8080",
                                "error_code", "",
                                "error_message", ""));
        assertThat(world.events()).isEmpty();
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void theSnapshotSaysThatItIsStopped() throws InterruptedException {
        ContainerId container = world.running();

        service.stop(CALL);

        HealthSnapshot snapshot = world.store.snapshot(GAME).orElseThrow();
        assertThat(snapshot.status()).isEqualTo(HealthStatus.STOPPED);
        assertThat(snapshot.container()).contains(container);
    }

    @Test
    void aGameThatWasNeverStartedIsNotFound() throws InterruptedException {
        Outcome outcome = service.stop(STOP_JOB);

        assertFailed(outcome, ErrorCode.NOT_FOUND, "game-1");
        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result)
                                .containsEntry("outcome", "failure")
                                .containsEntry("error_code", "not_found"));
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aJobForAStoppedGameIsReplayed() throws InterruptedException {
        ContainerId container = world.stopped();

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Replayed());
        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result)
                                .containsEntry("outcome", "success")
                                .containsEntry("error_code", "replay_no_op")
                                .containsEntry("container_id", container.value())
                                .containsEntry(
                                        "engine_endpoint", "http://galaxy-game-game-1:8080"));
        assertThat(world.docker.calls(DaemonCall.STOP)).as("makes sure").isEqualTo(1);
    }

    @Test
    void aJobForARemovedGameIsReplayedWithoutAContainer() throws InterruptedException {
        world.removed();

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Replayed());
        assertThat(world.results())
                .singleElement()
                .satisfies(result -> assertThat(result).containsEntry("container_id", ""));
    }

    @Test
    void aCallForAStoppedGameLeavesNoRow() throws InterruptedException {
        world.stopped();
        RuntimeRecord before = world.record();

        assertThat(service.stop(CALL))
                .isEqualTo(new Outcome.Settled(new Verdict.Replayed(), Optional.of(before)));
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void aCallForAGameThatEndedByItselfLeavesOneRowSinceNowItIsStoppedOnPurpose()
            throws InterruptedException {
        world.docker.exit(world.running(), 7, false);
        service.reconcile();
        RuntimeRecord before = world.record();

        for (int i = 0; i < 3; i++) {
            assertThat(service.stop(CALL))
                    .isEqualTo(new Outcome.Settled(new Verdict.Replayed(), Optional.of(before)));
        }

        assertThat(world.store.operations())
                .extracting(row -> row.operation().kind())
                .containsExactly(OperationKind.RECONCILE_OBSERVED_EXITED, OperationKind.STOP);
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void anEngineThatEndedByItselfIsToldBeforeItIsFoundStopped() throws InterruptedException {
        ContainerId container = world.running();
        world.docker.exit(container, 7, false);

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Replayed());
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.state().containerId()).contains(container);
        assertThat(world.docker.calls(DaemonCall.STOP)).as("makes sure").isEqualTo(1);
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_exited")
                                .containsEntry("details", "{\"exit_code\":7,\"oom\":false}"));
        assertThat(world.store.operations())
                .extracting(row -> row.operation().kind())
                .containsExactly(OperationKind.RECONCILE_OBSERVED_EXITED, OperationKind.STOP);
    }

    @Test
    void anEngineThatEndedWhileItWasBeingStoppedIsNoNews() throws InterruptedException {
        ContainerId container = world.running();
        world.docker.faults().makeUnavailable(DaemonCall.STOP);
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.stop(STOP_JOB));
        world.docker.exit(container, 137, false);
        world.docker.faults().mend();

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Done());
        assertThat(world.events()).isEmpty();
        assertThat(world.store.operations()).hasSize(1);
    }

    @Test
    void anEngineWhoseContainerIsGoneIsToldBeforeItIsFoundRemoved() throws InterruptedException {
        ContainerId container = world.running();
        world.docker.vanish(container);

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Replayed());
        assertThat(world.state()).isInstanceOf(RuntimeState.Removed.class);
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event).containsEntry("event_type", "container_disappeared"));
    }

    @Test
    void anEngineThatRunsAgainstAStoppedRecordIsEnded() throws InterruptedException {
        world.recorded(new RuntimeState.Stopped(world.docker.newId(), SimulatedWorld.START));
        ObservedContainer running = world.earlierContainer(ContainerState.RUNNING);

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Done());
        assertThat(world.live()).isEmpty();
        assertThat(world.state().containerId()).contains(running.id());
    }

    @Test
    void twoEnginesOfThisServiceBothEndAndTheRecordedOneIsKept() throws InterruptedException {
        ContainerId recorded = world.running();
        world.earlierContainer(ContainerState.RUNNING);

        service.stop(STOP_JOB);

        assertThat(world.live()).isEmpty();
        assertThat(world.state().containerId()).contains(recorded);
    }

    @Test
    void whatAPersonRunsBesideItIsSpared() throws InterruptedException {
        world.running();
        ObservedContainer diagnosis = world.containerByHand("diagnosis", ContainerState.RUNNING);

        service.stop(STOP_JOB);

        assertThat(world.live()).containsExactly(diagnosis);
    }

    @Test
    void aStrangerUnderTheNameIsNeverTouched() throws InterruptedException {
        ContainerId container = world.running();
        world.docker.vanish(container);
        ObservedContainer stranger =
                world.place(GAME.containerName(), ContainerState.RUNNING, Map.of());

        service.stop(STOP_JOB);

        assertThat(world.live()).containsExactly(stranger);
        assertThat(world.docker.calls(DaemonCall.STOP)).isZero();
    }

    @Test
    void aStopPastItsDeadlineLeavesTheJobOpenAndEndsItLater() throws InterruptedException {
        world.running();
        world.docker.faults().makeUnavailable(DaemonCall.STOP);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(DependencyUnavailableException.class)
                    .isThrownBy(() -> service.stop(STOP_JOB));
            assertThat(world.row().inProgress()).isTrue();
            assertThat(world.results()).isEmpty();
            assertThat(world.leases.stored(GAME)).isEmpty();
        }
        world.docker.faults().mend();

        assertThat(verdict(service.stop(STOP_JOB))).isEqualTo(new Verdict.Done());
        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results()).hasSize(1);
        assertThat(world.live()).isEmpty();
    }

    @Test
    void aCallWhoseStopPassedItsDeadlineIsFinishedLater() throws InterruptedException {
        world.running();
        world.docker.faults().makeUnavailable(DaemonCall.STOP);
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.stop(CALL));
        assertThat(world.row().inProgress()).isTrue();
        world.docker.faults().mend();

        service.finishInterrupted();

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.live()).isEmpty();
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
    }

    @Test
    void aStopThatDockerRefusesFailsInItsWordsAndChangesNoRecord() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        service.refuse(DaemonCall.STOP, "cannot kill container: permission denied");

        Outcome outcome = service.stop(STOP_JOB);

        assertFailed(outcome, ErrorCode.INTERNAL_ERROR, "permission denied");
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void aJobSeenAgainAfterItsResultIsSkipped() throws InterruptedException {
        world.running();
        service.stop(STOP_JOB);

        assertThat(service.stop(STOP_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void aRefusedJobIsAClosedRowWithItsResultAndNoIntent() {
        service.useCases()
                .stopRuntime()
                .fail(
                        GAME,
                        Optional.empty(),
                        STOP_JOB,
                        ErrorCode.INVALID_REQUEST,
                        "reason is missing");

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result).containsEntry("error_code", "invalid_request"));
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aStopWithAnOpenRowCanBeGivenUpOnThatRow() {
        world.running();
        world.docker.faults().makeUnavailable();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.stop(STOP_JOB));

        service.useCases()
                .stopRuntime()
                .fail(
                        GAME,
                        Optional.of(StopReason.CANCELLED),
                        STOP_JOB,
                        ErrorCode.INTERNAL_ERROR,
                        "a defect");

        assertThat(world.store.openOperations()).isEmpty();
        assertThat(world.results())
                .last()
                .satisfies(
                        result -> assertThat(result).containsEntry("error_code", "internal_error"));
    }
}
