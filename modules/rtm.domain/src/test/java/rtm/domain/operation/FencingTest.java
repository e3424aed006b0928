package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.Pause;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeState;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/** One process is paused past the end of its lease while another finishes its work. */
class FencingTest {

    @TempDir Path root;
    private SimulatedWorld world;
    private SimulatedProcess paused;
    private SimulatedProcess other;

    @BeforeEach
    void boot() {
        world = new SimulatedWorld(root);
        paused = world.boot();
        other = world.boot();
    }

    @Test
    void aJobThatAnotherProcessFinishedWhileThisOneLookedIsDoneAlready() throws Exception {
        world.stopped();
        Pause pause =
                world.docker.faults().pauseNext(DaemonCall.CONTAINERS_OF, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> paused.start(START_JOB));
        pause.awaitReached();
        world.leases.expire(GAME);

        other.start(START_JOB);
        List<LoggedOperation> rows = world.store.operations();
        pause.release();

        assertThat(start.answer()).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.store.operations()).isEqualTo(rows);
        assertThat(world.live()).hasSize(1);
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void aCallWhoseLookIsOutdatedIsNotAnsweredByIt() throws Exception {
        world.running();
        Pause pause =
                world.docker.faults().pauseNext(DaemonCall.CONTAINERS_OF, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> paused.start(CALL));
        pause.awaitReached();
        world.leases.expire(GAME);

        other.stop(STOP_JOB);
        pause.release();

        assertLost(start);
        assertThat(world.live()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE_LABELS, AFTER_EFFECT",
        "REMOVE, BEFORE_EFFECT",
        "REMOVE, AFTER_EFFECT",
        "CREATE, BEFORE_EFFECT",
        "CREATE, AFTER_EFFECT",
        "START, BEFORE_EFFECT",
        "START, AFTER_EFFECT",
    })
    void aJobThatAnotherProcessFinishedMeanwhileIsNotCommittedAgain(DaemonCall call, Moment moment)
            throws InterruptedException {
        world.stopped();
        Pause pause = world.docker.faults().pauseNext(call, moment);
        Running<Outcome> start = Running.of(() -> paused.start(START_JOB));
        pause.awaitReached();
        world.leases.expire(GAME);

        other.start(START_JOB);
        List<LoggedOperation> rows = world.store.operations();
        RuntimeState state = world.state();
        pause.release();

        assertLost(start);
        assertThat(world.store.operations()).isEqualTo(rows);
        assertThat(world.state()).isEqualTo(state);
        assertThat(world.docker.containers())
                .extracting(ObservedContainer::id)
                .containsExactly(state.containerId().orElseThrow());
        assertThat(world.live()).hasSize(1);
        assertThat(world.results()).hasSize(1);
        assertThat(world.events()).hasSize(1);
        assertThat(world.intents()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatAnotherProcessFinishedMeanwhileCommitsNothing(Moment moment)
            throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.START, moment);
        Running<Outcome> start = Running.of(() -> paused.start(CALL));
        pause.awaitReached();
        world.leases.expire(GAME);

        other.finishInterrupted();
        List<LoggedOperation> rows = world.store.operations();
        List<ObservedContainer> containers = world.docker.containers();
        pause.release();

        assertLost(start);
        assertThat(world.store.operations()).isEqualTo(rows);
        assertThat(world.docker.containers()).isEqualTo(containers);
        assertThat(containers).hasSize(moment == Moment.AFTER_EFFECT ? 1 : 0);
    }

    @Test
    void atMostTheOneCallThatWasDecidedReachesDockerAndTheNextStartClearsItAway()
            throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> paused.start(CALL));
        pause.awaitReached();
        world.leases.expire(GAME);
        other.finishInterrupted();
        pause.release();

        assertLost(start);
        assertThat(world.docker.containers()).hasSize(1);
        assertThat(world.docker.calls(DaemonCall.START)).isZero();

        other.start(CALL);
        assertThat(world.docker.containers()).hasSize(1);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aPausedStopDoesNotEndTheEngineThatWasStartedMeanwhile() throws InterruptedException {
        world.running();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.STOP, Moment.BEFORE_EFFECT);
        Running<Outcome> stop = Running.of(() -> paused.stop(STOP_JOB));
        pause.awaitReached();
        world.leases.expire(GAME);
        other.stop(STOP_JOB);
        other.start(START_JOB);
        pause.release();

        assertLost(stop);
        assertThat(world.live()).hasSize(1);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(world.live().getFirst().id()));
        assertThat(world.results()).hasSize(2);
    }

    @Test
    void aProcessThatLostItsLeaseAndItsRowLosesAtTheCommitToo() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.START, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> paused.start(START_JOB));
        pause.awaitReached();
        String lease = world.leases.stored(GAME).orElseThrow();
        world.leases.expire(GAME);
        other.start(START_JOB);
        world.leases.store(GAME, lease);
        pause.release();

        assertThat(start.failure()).isInstanceOf(OwnershipLostException.class);
        assertThat(world.results()).hasSize(1);
        assertThat(world.events()).hasSize(1);
        assertThat(world.record().version()).isEqualTo(1);
    }

    @Test
    void afterwardsBothProcessesGoOn() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> paused.start(START_JOB));
        pause.awaitReached();
        world.leases.expire(GAME);
        other.start(START_JOB);
        pause.release();
        assertLost(start);

        assertThat(paused.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        paused.stop(STOP_JOB);
        other.start(new Origin.Job("runtime:start_jobs/2-0"));
        assertThat(world.live()).hasSize(1);
        assertThat(world.results()).hasSize(3);
    }

    private static void assertLost(Running<Outcome> operation) throws InterruptedException {
        assertThat(operation.failure())
                .isInstanceOfAny(
                        DependencyUnavailableException.class, OwnershipLostException.class);
    }
}
