package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.OTHER_IMAGE;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.DaemonCall;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.PullPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.DefectiveEncoder;
import rtm.domain.simulation.OneProcess;

class StartFailureTest extends OneProcess {

    @Test
    void anEngineOnAnotherImageIsAConflict() throws InterruptedException {
        ContainerId running = world.running();

        Outcome outcome = service.start(OTHER_IMAGE, START_JOB);

        assertFailed(outcome, ErrorCode.CONFLICT, IMAGE.value());
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(running));
        assertThat(world.intents()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "EXITED", "CREATED"})
    void aStrangerUnderTheNameIsNeverTouched(ContainerState state) throws InterruptedException {
        ObservedContainer stranger = world.place(GAME.containerName(), state, Map.of());

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, stranger.id().value());
        assertThat(world.docker.containers()).containsExactly(stranger);
        assertThat(world.intents()).hasSize(1);
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void anotherGamesContainerUnderTheNameIsNeverTouched() throws InterruptedException {
        ObservedContainer strayed =
                world.place(
                        GAME.containerName(),
                        ContainerState.EXITED,
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, "game-2"));

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, strayed.id().value());
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void twoRunningEnginesAreLeftToAPerson() throws InterruptedException {
        world.running();
        world.earlierContainer(ContainerState.RUNNING);

        assertFailed(service.start(START_JOB), ErrorCode.CONFLICT, "2 running containers");
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void thePolicyNeverFailsWhatIsNotHere() throws InterruptedException {
        world.docker.images().forget(IMAGE);
        world.docker.images().addToRegistry(IMAGE, Map.of());

        Outcome outcome = service.with(PullPolicy.NEVER).start(START_JOB);

        assertFailed(outcome, ErrorCode.IMAGE_PULL_FAILED, "never");
        assertThat(world.docker.images().pulls()).isZero();
    }

    @Test
    void aFailedPullIsToldToLobbyAndOnceToTheAdmins() throws InterruptedException {
        world.docker.images().forget(IMAGE);
        world.docker.images().refusePull(IMAGE, "pull failed: manifest unknown");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.IMAGE_PULL_FAILED, "manifest unknown");
        assertThat(world.results())
                .containsExactly(
                        Map.of(
                                "game_id", "game-1",
                                "outcome", "failure",
                                "container_id", "",
                                "engine_endpoint", "",
                                "error_code", "image_pull_failed",
                                "error_message", "pull failed: manifest unknown"));
        assertThat(world.intents())
                .containsExactly(
                        Map.of(
                                "game_id",
                                "game-1",
                                "type",
                                "runtime.image_pull_failed",
                                "image_ref",
                                IMAGE.value(),
                                "error_code",
                                "image_pull_failed",
                                "error_message",
                                "pull failed: manifest unknown",
                                "attempted_at_ms",
                                Long.toString(world.row().operation().startedAt().toEpochMilli())));
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.docker.containers()).isEmpty();
    }

    @Test
    void aFailedCallIsToldToTheAdminsToo() throws InterruptedException {
        world.docker.images().forget(IMAGE);

        service.start(CALL);

        assertThat(world.intents()).hasSize(1);
        assertThat(world.results()).isEmpty();
    }

    @Test
    void aFailedPullTouchesNoOldContainer() throws InterruptedException {
        ContainerId old = world.stopped();
        RuntimeRecord before = world.record();
        world.docker.images().forget(IMAGE);

        service.start(START_JOB);

        assertThat(world.docker.container(old)).isPresent();
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void aBadLabelIsAConfigurationThatIsNotValid() throws InterruptedException {
        world.docker.images().add(IMAGE, Map.of(Labels.CPU_QUOTA, "lots"));

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.START_CONFIG_INVALID, "com.galaxy.cpu_quota");
        assertThat(world.intents())
                .singleElement()
                .satisfies(intent ->
                        assertThat(intent).containsEntry("type", "runtime.start_config_invalid"));
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aStateFolderThatCannotBeMadeFailsTheStart() throws InterruptedException {
        world.folders.fail("no space left on device");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "no space left on device");
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aRefusedStartRemovesWhatWasMadeAndLeavesNoRecord() throws InterruptedException {
        world.docker.images().refuseStart(IMAGE, "exec: no such file");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "exec: no such file");
        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.intents()).hasSize(1);
        assertThat(world.events()).isEmpty();
        assertThat(world.store.snapshot(GAME)).isEmpty();
    }

    @Test
    void aFailedStartAfterTheOldContainerWasRemovedTurnsTheRecordToRemoved()
            throws InterruptedException {
        world.stopped();
        RuntimeRecord before = world.record();
        world.docker.images().refuseStart(IMAGE, "exec: no such file");

        service.start(START_JOB);

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(world.state().whenStopped()).isEqualTo(before.state().whenStopped());
        assertThat(world.record().currentImage()).isEqualTo(before.currentImage());
    }

    @Test
    void anOldContainerThatCannotBeRemovedFailsTheStartInDockersWords()
            throws InterruptedException {
        ContainerId old = world.stopped();
        RuntimeRecord before = world.record();
        service.refuse(DaemonCall.REMOVE, "driver failed to remove root filesystem");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "root filesystem");
        assertThat(world.docker.container(old)).isPresent();
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void anImageThatDockerRefusesToShowIsAFailedPull() throws InterruptedException {
        service.refuse(DaemonCall.IMAGE_LABELS, "layer does not exist");

        assertFailed(service.start(START_JOB), ErrorCode.IMAGE_PULL_FAILED, "layer does not exist");
    }

    @Test
    void aContainerThatCannotBeClearedAwayIsNamed() throws InterruptedException {
        world.docker.images().refuseStart(IMAGE, "exec: no such file");
        service.refuse(DaemonCall.REMOVE, "device or resource busy");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "exec: no such file");
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "device or resource busy");
        assertFailed(
                outcome,
                ErrorCode.CONTAINER_START_FAILED,
                world.docker.containers().getFirst().id().value());
    }

    @Test
    void aDefectIsAResultAndLeavesNothingRunning() throws InterruptedException {
        Outcome outcome = service.with(new DefectiveEncoder()).start(START_JOB);

        assertFailed(outcome, ErrorCode.INTERNAL_ERROR, "defect");
        assertThat(world.results())
                .singleElement()
                .satisfies(
                        result -> assertThat(result).containsEntry("error_code", "internal_error"));
        assertThat(world.intents()).isEmpty();
        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.store.openOperations()).isEmpty();
    }

    @Test
    void aDefectAfterTheOldContainerWasRemovedTurnsTheRecordToRemoved()
            throws InterruptedException {
        world.stopped();

        service.with(new DefectiveEncoder()).start(START_JOB);

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
    }

    @Test
    void aRefusedJobIsAClosedRowWithItsResultAndOneIntent() {
        service.useCases()
                .startRuntime()
                .fail(
                        GAME,
                        "Galaxy//Game::",
                        START_JOB,
                        ErrorCode.START_CONFIG_INVALID,
                        "image_ref is not a Docker image reference");

        assertThat(world.row().operation().image()).contains("Galaxy//Game::");
        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results()).hasSize(1);
        assertThat(world.intents())
                .singleElement()
                .satisfies(
                        intent -> assertThat(intent).containsEntry("image_ref", "Galaxy//Game::"));
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aRefusedJobSeenAgainIsSkipped() {
        StartRuntime start = service.useCases().startRuntime();
        start.fail(GAME, "", START_JOB, ErrorCode.START_CONFIG_INVALID, "image_ref is missing");

        assertThat(
                        start.fail(
                                GAME,
                                "",
                                START_JOB,
                                ErrorCode.START_CONFIG_INVALID,
                                "image_ref is missing"))
                .isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
    }
}
