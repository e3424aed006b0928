package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.OTHER_IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.FakeContainerDaemon.Made;
import rtm.domain.fake.Pause;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.port.EngineHealth.Answer;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedWorld;

class PatchRuntimeTest extends OneProcess {

    private static final Answer SICK = new Answer.Unhealthy(503, "unexpected status 503");

    @Test
    void aPatchReplacesTheEngineByTheNewOneOnceThatIsHealthy() throws InterruptedException {
        ContainerId old = world.running();

        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());

        ObservedContainer made = onlyContainer();
        assertThat(made.id()).isNotEqualTo(old);
        assertThat(made.name()).isEqualTo(GAME.containerName());
        assertThat(made.engineImage()).isEqualTo(PATCH_IMAGE.value());
        assertThat(made.live()).isTrue();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(made.id()));
        assertThat(world.record().currentImage()).isEqualTo(PATCH_IMAGE);
        assertThat(world.health.asked()).hasSize(1);
        assertThat(world.docker.calls().stream().map(Made::call))
                .containsSubsequence(
                        DaemonCall.STOP,
                        DaemonCall.SET_ASIDE,
                        DaemonCall.CREATE,
                        DaemonCall.START,
                        DaemonCall.ADDRESS,
                        DaemonCall.REMOVE);
    }

    @Test
    void oneRowHoldsBothImagesAndOneStartIsTold() throws InterruptedException {
        world.running();

        service.patch(PATCH_IMAGE);

        assertThat(world.row().operation().kind()).isEqualTo(OperationKind.PATCH);
        assertThat(world.row().operation().image()).contains(PATCH_IMAGE.value());
        assertThat(world.row().completion().orElseThrow().previousImage()).contains(IMAGE);
        assertThat(world.events()).hasSize(1);
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aStoppedGameIsPatchedAndStarted() throws InterruptedException {
        world.stopped();

        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());
        assertThat(onlyContainer().live()).isTrue();
        assertThat(world.docker.calls(DaemonCall.STOP)).as("makes sure").isEqualTo(1);
    }

    @Test
    void theSameReferenceIsNothingToDoAndLeavesNoRow() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();

        assertThat(service.patch(IMAGE))
                .isEqualTo(new Outcome.Settled(new Verdict.Replayed(), Optional.of(before)));
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.docker.calls())
                .extracting(Made::call)
                .containsOnly(DaemonCall.CONTAINERS_OF, DaemonCall.INSPECT);
    }

    @Test
    void whatIsRefusedChangesNothing() throws InterruptedException {
        assertFailed(service.patch(PATCH_IMAGE), ErrorCode.NOT_FOUND, "game-1");

        world = new SimulatedWorld(root);
        service = world.boot();
        world.running();
        RuntimeRecord before = world.record();
        assertFailed(service.patch(OTHER_IMAGE), ErrorCode.SEMVER_PATCH_ONLY, "the minor version");
        assertFailed(
                service.patch(new ImageReference("galaxy/game:latest")),
                ErrorCode.IMAGE_REF_NOT_SEMVER,
                "galaxy/game:latest");
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.dockerChanges()).isEmpty();

        world = new SimulatedWorld(root);
        service = world.boot();
        world.removed();
        assertFailed(service.patch(PATCH_IMAGE), ErrorCode.CONFLICT, "start it");
        assertFailed(service.patch(IMAGE), ErrorCode.CONFLICT, "start it");
    }

    @Test
    void anImageThatCannotBePulledLeavesTheOldEngineUntouched() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        world.docker.images().forget(PATCH_IMAGE);

        assertFailed(service.patch(PATCH_IMAGE), ErrorCode.IMAGE_PULL_FAILED, "no image");
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aNewImageWithABadLimitLeavesTheOldEngineUntouched() throws InterruptedException {
        world.running();
        world.docker.images().add(PATCH_IMAGE, Map.of("com.galaxy.cpu_quota", "much"));

        assertFailed(service.patch(PATCH_IMAGE), ErrorCode.START_CONFIG_INVALID, "much");
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void anEngineThatCannotStartIsRolledBack() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.images().refuseStart(PATCH_IMAGE, "no such command");

        assertRolledBack(service.patch(PATCH_IMAGE), old, "no such command");
    }

    @Test
    void anEngineThatEndsAtOnceIsRolledBack() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.images().exitOnceStarted(PATCH_IMAGE);

        Outcome outcome = service.withPatchHealthTimeout(Duration.ofMinutes(1)).patch(PATCH_IMAGE);

        assertRolledBack(
                outcome,
                old,
                "ended before it was healthy: exit code 0, and it last wrote \"the engine starts\"");
    }

    @Test
    void withoutAnAnswerAboutItsOutputTheExitCodeIsStillNamed() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.images().exitOnceStarted(PATCH_IMAGE);
        service.refuse(DaemonCall.LOGS, "no logs");

        Outcome outcome = service.withPatchHealthTimeout(Duration.ofMinutes(1)).patch(PATCH_IMAGE);

        assertRolledBack(outcome, old, "ended before it was healthy: exit code ");
    }

    @Test
    void anEngineThatNeverGetsHealthyIsRolledBack() throws InterruptedException {
        ContainerId old = world.running();
        world.health.answer(PATCH_IMAGE, SICK);

        assertRolledBack(service.patch(PATCH_IMAGE), old, "within 50 ms: unexpected status 503");
    }

    @Test
    void withATimeoutOfZeroHealthIsNotWaitedFor() throws InterruptedException {
        world.running();
        world.health.answer(PATCH_IMAGE, SICK);

        assertThat(verdict(service.withPatchHealthTimeout(Duration.ZERO).patch(PATCH_IMAGE)))
                .isEqualTo(new Verdict.Done());
        assertThat(world.health.asked()).isEmpty();
        assertThat(onlyContainer().engineImage()).isEqualTo(PATCH_IMAGE.value());
    }

    @Test
    void aStoppedGameWhosePatchFailsIsStoppedAsBefore() throws InterruptedException {
        ContainerId old = world.stopped();
        RuntimeRecord before = world.record();
        world.docker.images().refuseStart(PATCH_IMAGE, "no such command");

        assertFailed(
                service.patch(PATCH_IMAGE), ErrorCode.CONTAINER_START_FAILED, "no such command");
        assertThat(onlyContainer().id()).isEqualTo(old);
        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
        assertThat(onlyContainer().state()).isEqualTo(ContainerState.EXITED);
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aStopThatDockerRefusesLeavesTheOldEngineRunning() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        service.refuse(DaemonCall.STOP, "permission denied");

        assertFailed(
                service.patch(PATCH_IMAGE), ErrorCode.CONTAINER_START_FAILED, "permission denied");
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.live()).hasSize(1);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aRenameThatDockerRefusesStartsTheOldEngineAgain() throws InterruptedException {
        ContainerId old = world.running();
        service.refuse(DaemonCall.SET_ASIDE, "name is reserved");

        assertRolledBack(service.patch(PATCH_IMAGE), old, "name is reserved");
    }

    @Test
    void anOldEngineThatCannotBeStartedAgainIsToldAndRecordedAsStopped()
            throws InterruptedException {
        ContainerId old = world.running();
        world.docker.images().refuseStart(PATCH_IMAGE, "no such command");
        world.docker.images().refuseStart(IMAGE, "no space left on device");

        Outcome outcome = service.patch(PATCH_IMAGE);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "no space left on device");
        assertThat(world.state().containerId()).contains(old);
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
    }

    @Test
    void anOldContainerThatDockerKeepsDoesNotUndoThePatch() throws InterruptedException {
        world.running();
        service.refuse(DaemonCall.REMOVE, "device or resource busy");

        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());
        assertThat(world.record().currentImage()).isEqualTo(PATCH_IMAGE);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void whatIsLeftUnderTheOldOnesNameIsRemovedFirst() throws InterruptedException {
        world.running();
        ObservedContainer left = world.earlierContainer(ContainerState.EXITED);
        world.docker.rename(left.id(), GAME.previousContainerName());

        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());
        assertThat(onlyContainer().engineImage()).isEqualTo(PATCH_IMAGE.value());
    }

    @Test
    void twoEnginesOfOneGameAreLeftToAPerson() throws InterruptedException {
        world.running();
        world.earlierContainer(ContainerState.RUNNING);

        assertFailed(service.patch(PATCH_IMAGE), ErrorCode.CONFLICT, "2 running containers");
    }

    @Test
    void aLeaseThatLapsedOnTheWayCommitsNothingAndIsFinishedLater() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> patch = Running.of(() -> service.patch(PATCH_IMAGE));
        pause.awaitReached();
        world.leases.expire(GAME);
        pause.release();

        assertThat(patch.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.events()).isEmpty();

        world.boot().finishInterrupted();
        assertThat(world.live()).hasSize(1);
        assertThat(world.record().currentImage()).isEqualTo(IMAGE);
    }

    @Test
    void dockerAwayAfterTheNewOneStartedIsFinishedLater() throws InterruptedException {
        world.running();
        world.docker.faults().failNext(DaemonCall.ADDRESS, Moment.BEFORE_EFFECT);

        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.patch(PATCH_IMAGE));
        service.finishInterrupted();

        assertThat(onlyContainer().engineImage()).isEqualTo(PATCH_IMAGE.value());
        assertThat(world.row().completion().orElseThrow().verdict()).isEqualTo(new Verdict.Done());
    }

    @Test
    void aWaitThatIsCutOffLeavesTheRowForLater() throws InterruptedException {
        world.running();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.START, Moment.AFTER_EFFECT);
        Running<Outcome> patch = Running.of(() -> service.patch(PATCH_IMAGE));
        pause.awaitReached();
        patch.interrupt();
        pause.release();

        assertThat(patch.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.row().inProgress()).isTrue();
    }

    private void assertRolledBack(Outcome outcome, ContainerId old, String why) {
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, why);
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "rolled back to " + IMAGE);
        assertThat(onlyContainer().id()).isEqualTo(old);
        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
        assertThat(onlyContainer().live()).isTrue();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(old));
        assertThat(world.record().currentImage()).isEqualTo(IMAGE);
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_started")
                                .containsEntry("container_id", old.value()));
        assertThat(world.row().completion().flatMap(Completion::previousImage)).contains(IMAGE);
    }
}
