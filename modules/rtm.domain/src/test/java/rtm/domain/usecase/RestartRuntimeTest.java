package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;

import java.util.Map;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.FakeContainerDaemon.Made;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.PullPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

class RestartRuntimeTest extends OneProcess {

    @Test
    void anEngineThatEndedUnseenIsToldBeforeItIsReplaced() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.exit(old, 7, false);

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.events())
                .extracting(event -> event.get("event_type") + " of " + event.get("container_id"))
                .containsExactly(
                        "container_exited of " + old,
                        "container_started of " + world.live().getFirst().id());
    }

    @Test
    void aRunningGameGetsANewContainerOfItsImage() throws InterruptedException {
        ContainerId old = world.running();

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());

        ObservedContainer made = onlyContainer();
        assertThat(made.id()).isNotEqualTo(old);
        assertThat(made.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(made.engineImage()).isEqualTo(IMAGE.value());
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(made.id()));
        assertThat(world.docker.grace(old)).contains(SimulatedProcess.GRACE);
    }

    @Test
    void theEndpointAndTheFirstStartStayAndTheLastStartIsNew() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();

        service.restart();

        assertThat(world.record().engineEndpoint()).isEqualTo(before.engineEndpoint());
        assertThat(world.record().statePath()).isEqualTo(before.statePath());
        assertThat(world.record().createdAt()).isEqualTo(before.createdAt());
        assertThat(world.record().startedAt()).isAfter(before.startedAt());
    }

    @Test
    void oneRowHoldsBothImagesAndTheInnerStartIsTold() throws InterruptedException {
        world.running();

        service.restart();

        assertThat(world.row().operation().kind()).isEqualTo(OperationKind.RESTART);
        assertThat(world.row().operation().image()).contains(IMAGE.value());
        assertThat(world.row().completion().orElseThrow().previousImage()).contains(IMAGE);
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_started")
                                .containsEntry("container_id", onlyContainer().id().value()));
        assertThat(world.results()).isEmpty();
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aStoppedGameAndARemovedOneAreRestartedToo() throws InterruptedException {
        world.stopped();
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(onlyContainer().id()));

        SimulatedWorld other = new SimulatedWorld(root);
        other.removed();
        assertThat(verdict(other.boot().restart())).isEqualTo(new Verdict.Done());
        assertThat(other.live()).hasSize(1);
        assertThat(other.state().status()).isEqualTo(RuntimeStatus.RUNNING);
    }

    @Test
    void aGameThatWasNeverStartedIsNotFound() throws InterruptedException {
        assertFailed(service.restart(), ErrorCode.NOT_FOUND, "game-1");
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void theImageIsPulledBeforeAnythingIsStopped() throws InterruptedException {
        world.running();
        world.docker.images().addToRegistry(IMAGE, Map.of());

        service.with(PullPolicy.ALWAYS).restart();

        assertThat(world.docker.calls().stream().map(Made::call))
                .containsSubsequence(
                        DaemonCall.PULL,
                        DaemonCall.STOP,
                        DaemonCall.SET_ASIDE,
                        DaemonCall.CREATE,
                        DaemonCall.START,
                        DaemonCall.REMOVE);
    }

    @Test
    void aMissingNetworkLeavesTheEngineAlone() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        world.docker.faults().makeUnavailable(DaemonCall.REQUIRE_NETWORK);

        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(service::restart);
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.store.openOperations()).isEmpty();
    }

    @Test
    void aPullThatFailsLeavesTheEngineAlone() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        world.docker.images().refusePull(IMAGE, "no basic auth credentials");

        Outcome outcome = service.with(PullPolicy.ALWAYS).restart();

        assertFailed(outcome, ErrorCode.IMAGE_PULL_FAILED, "no basic auth credentials");
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aLimitThatIsBadLeavesTheEngineAlone() throws InterruptedException {
        world.running();
        world.docker.images().add(IMAGE, Map.of("com.galaxy.memory", "banana"));

        assertFailed(service.restart(), ErrorCode.START_CONFIG_INVALID, "banana");
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aNewContainerThatDoesNotStartIsReplacedByTheOldOne() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.refuseStartOfNext("no room for a cgroup");

        assertFailed(service.restart(), ErrorCode.CONTAINER_START_FAILED, "no room for a cgroup");
        assertThat(message()).contains("rolled back to " + IMAGE);
        assertThat(onlyContainer().id()).isEqualTo(old);
        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
        assertThat(world.live()).hasSize(1);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(old));
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_started")
                                .containsEntry("container_id", old.value()));
    }

    @Test
    void whereTheOldEngineDoesNotStartAgainEitherItsContainerIsKept() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.images().refuseStart(IMAGE, "no such command");

        assertFailed(service.restart(), ErrorCode.CONTAINER_START_FAILED, "no such command");
        assertThat(message()).contains("could not be put back");
        assertThat(onlyContainer().id()).isEqualTo(old);
        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
        assertThat(world.state().containerId()).contains(old);
    }

    @Test
    void aStopThatDockerRefusesLeavesTheEngineRunning() throws InterruptedException {
        world.running();
        RuntimeRecord before = world.record();
        service.refuse(DaemonCall.STOP, "permission denied");

        assertFailed(service.restart(), ErrorCode.CONTAINER_START_FAILED, "permission denied");
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.live()).hasSize(1);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aStopThatIsAcceptedAndNotMadeFailsAndNothingIsStoppedLater() throws InterruptedException {
        ContainerId old = world.running();
        RuntimeRecord before = world.record();
        for (int call = 0; call < 2; call++) {
            world.docker.faults().acceptInVain(DaemonCall.STOP);
            assertFailed(
                    call == 0 ? service.restart() : service.patch(SimulatedWorld.PATCH_IMAGE),
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "docker: accepted it (STOP)");
        }

        assertThat(world.store.openOperations()).isEmpty();
        service.finishInterrupted();
        assertThat(world.docker.calls(DaemonCall.STOP)).isEqualTo(2);
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(old);
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void anOldContainerWhoseRemovalIsAcceptedAndNotMadeIsLeftAndTheNewEngineRuns()
            throws InterruptedException {
        ContainerId old = world.running();
        world.docker.faults().acceptInVain(DaemonCall.REMOVE);

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.store.openOperations()).isEmpty();
        assertThat(world.live()).hasSize(1).extracting(ObservedContainer::id).doesNotContain(old);
        assertThat(world.docker.container(old).orElseThrow().name())
                .isEqualTo(GAME.previousContainerName());

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.docker.container(old)).isEmpty();
        assertThat(onlyContainer().live()).isTrue();
    }

    @Test
    void anOldContainerThatDockerDoesNotRemoveIsLeftAndTheNewEngineRuns()
            throws InterruptedException {
        ContainerId old = world.running();
        service.refuse(DaemonCall.REMOVE, "device or resource busy");

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.live()).hasSize(1).extracting(ObservedContainer::id).doesNotContain(old);
        assertThat(world.docker.container(old).orElseThrow().name())
                .isEqualTo(GAME.previousContainerName());
    }

    @Test
    void whatIsInTheWayAndCannotBeRemovedIsNoticedBeforeTheEngineIsStopped()
            throws InterruptedException {
        ContainerId old = world.running();
        service.refuse(DaemonCall.REMOVE, "device or resource busy");
        service.restart();
        ContainerId runs = world.live().getFirst().id();

        assertFailed(
                service.restart(), ErrorCode.CONTAINER_START_FAILED, "device or resource busy");
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(runs);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(runs));
        assertThat(world.docker.container(old)).isPresent();
        assertThat(world.docker.calls(DaemonCall.STOP)).isEqualTo(1);
    }

    @Test
    void whatWasLeftAsideIsRemovedByTheNextRestart() throws InterruptedException {
        ContainerId old = world.running();
        service.refuse(DaemonCall.REMOVE, "device or resource busy");
        service.restart();

        assertThat(verdict(world.boot().restart())).isEqualTo(new Verdict.Done());
        assertThat(world.docker.container(old)).isEmpty();
        assertThat(onlyContainer().live()).isTrue();
    }

    @Test
    void aStrangerUnderTheNameIsNeverTouched() throws InterruptedException {
        world.removed();
        ObservedContainer stranger =
                world.place(GAME.containerName(), ContainerState.EXITED, Map.of());

        assertFailed(service.restart(), ErrorCode.CONTAINER_START_FAILED, stranger.id().value());
        assertThat(world.docker.containers()).containsExactly(stranger);
    }

    @Test
    void twoEnginesOfOneGameAreLeftToAPerson() throws InterruptedException {
        world.running();
        world.earlierContainer(ContainerState.RUNNING);

        assertFailed(service.restart(), ErrorCode.CONFLICT, "2 running containers");
        assertThat(world.live()).hasSize(2);
    }

    @Test
    void anEngineOfAnotherImageThanTheRecordsIsReplaced() throws InterruptedException {
        ObservedContainer old = world.earlierContainer(ContainerState.RUNNING);
        ImageReference drifted = SimulatedWorld.OTHER_IMAGE;
        world.docker.place(
                new ObservedContainer(
                        old.id(),
                        old.name(),
                        drifted.value(),
                        old.state(),
                        SimulatedWorld.labelled(old, drifted)));
        world.recorded(new RuntimeState.Running(world.docker.newId()));

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(onlyContainer().engineImage()).isEqualTo(IMAGE.value());
    }

    private String message() {
        Verdict verdict = world.row().completion().map(Completion::verdict).orElseThrow();
        return ((Verdict.Failed) verdict).message();
    }
}
