package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedWorld.GAME;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedWorld;

class CleanupContainerTest extends OneProcess {

    @Test
    void theContainerOfAStoppedGameIsRemovedAndTheRecordKeepsItsTimes()
            throws InterruptedException {
        ContainerId container = world.stopped();
        RuntimeRecord before = world.record();

        assertThat(verdict(service.cleanUp())).isEqualTo(new Verdict.Done());

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(world.state().whenStopped()).isEqualTo(before.state().whenStopped());
        assertThat(world.state().containerId()).isEmpty();
        assertThat(world.record().currentImage()).isEqualTo(before.currentImage());
        assertThat(world.row().operation().kind()).isEqualTo(OperationKind.CLEANUP_CONTAINER);
        assertThat(world.row().completion().orElseThrow().container()).contains(container);
        assertThat(world.events()).isEmpty();
    }

    @Test
    void aRunningGameIsRefused() throws InterruptedException {
        world.running();

        assertFailed(service.cleanUp(), ErrorCode.CONFLICT, "stop it first");
        assertThat(world.live()).hasSize(1);
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void anEngineThatRunsAgainstItsRecordIsRefused() throws InterruptedException {
        world.docker.become(world.stopped(), ContainerState.RUNNING);

        assertFailed(service.cleanUp(), ErrorCode.CONFLICT, "stop it first");
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aRemovedGameIsNothingToDoAndLeavesNoRow() throws InterruptedException {
        world.removed();
        RuntimeRecord before = world.record();

        assertThat(service.cleanUp())
                .isEqualTo(new Outcome.Settled(new Verdict.Replayed(), Optional.of(before)));
        assertThat(world.store.operations()).isEmpty();
    }

    @Test
    void aGameThatWasNeverStartedIsNotFound() throws InterruptedException {
        assertFailed(service.cleanUp(), ErrorCode.NOT_FOUND, "game-1");
    }

    @Test
    void aContainerThatIsGoneAlreadyIsFollowedByTheRecord() throws InterruptedException {
        world.docker.vanish(world.stopped());

        assertThat(verdict(service.cleanUp())).isEqualTo(new Verdict.Done());
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
    }

    @Test
    void leftoversOfThisServiceGoTooAndStrangersStay() throws InterruptedException {
        world.stopped();
        ObservedContainer leftover = world.earlierContainer(ContainerState.CREATED);
        world.docker.rename(leftover.id(), GAME.previousContainerName());
        ObservedContainer diagnosis = world.containerByHand("diagnosis", ContainerState.EXITED);

        service.cleanUp();

        assertThat(world.docker.containers()).containsExactly(diagnosis);
    }

    @Test
    void anEngineThatStartsJustBeforeTheRemovalKeepsRunning() throws InterruptedException {
        ContainerId container = world.stopped();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.REMOVE, Moment.BEFORE_EFFECT);
        Running<Outcome> cleanup = Running.of(service::cleanUp);
        pause.awaitReached();
        world.docker.startByHand(container);
        pause.release();

        assertThat(cleanup.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(container);
    }

    @Test
    void aRemovalThatDockerRefusesFailsInItsWords() throws InterruptedException {
        world.stopped();
        RuntimeRecord before = world.record();
        service.refuse(DaemonCall.REMOVE, "device or resource busy");

        assertFailed(service.cleanUp(), ErrorCode.INTERNAL_ERROR, "device or resource busy");
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void whatWasStoppedLongAgoIsRemovedOnTheServicesOwnAccount() throws InterruptedException {
        world.stopped();
        Instant stoppedAt = world.state().whenStopped().orElseThrow();

        assertThat(stoppedBefore(stoppedAt.plusSeconds(1))).isPresent();

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.row().operation().source()).isEqualTo(OperationSource.AUTO_TTL);
    }

    @Test
    void whatWasStoppedLatelyOrRunsAgainIsLeftAloneWithoutARow() throws InterruptedException {
        world.stopped();
        Instant stoppedAt = world.state().whenStopped().orElseThrow();

        assertThat(stoppedBefore(stoppedAt)).isPresent();
        assertThat(world.docker.containers()).hasSize(1);

        service.restart();
        assertThat(stoppedBefore(stoppedAt.plusSeconds(100))).isPresent();
        assertThat(world.live()).hasSize(1);
        assertThat(world.row().operation().kind()).isEqualTo(OperationKind.RESTART);
        assertThat(world.state()).isInstanceOf(RuntimeState.Running.class);
    }

    @Test
    void aBusyGameIsSkippedQuietlyOnTheServicesOwnAccount() throws InterruptedException {
        world.stopped();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.REMOVE, Moment.BEFORE_EFFECT);
        Running<Outcome> restart = Running.of(service::restart);
        pause.awaitReached();

        assertThat(stoppedBefore(SimulatedWorld.START)).isEmpty();
        assertThat(
                        world.boot()
                                .useCases()
                                .cleanupContainer()
                                .cleanUpStoppedBefore(GAME, SimulatedWorld.START))
                .isEmpty();

        pause.release();
        restart.answer();
        assertThat(world.store.operations()).hasSize(1);
    }

    @Test
    void theStateFolderIsNeverTouched() throws Exception {
        world.stopped();
        Path folder = Path.of(world.folders.prepare(GAME));

        service.cleanUp();

        assertThat(folder).isDirectory();
    }

    private Optional<Outcome> stoppedBefore(Instant time) throws InterruptedException {
        return service.useCases().cleanupContainer().cleanUpStoppedBefore(GAME, time);
    }
}
