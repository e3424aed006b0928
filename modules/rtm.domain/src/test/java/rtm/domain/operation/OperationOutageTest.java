package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.OTHER_IMAGE;

import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.Completion;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedProcess;

class OperationOutageTest extends OneProcess {

    @Test
    void dockerAwayBeforeAnyChangeClosesACallAsUnavailable() {
        world.docker.faults().makeUnavailable();

        assertUnavailable(Dependency.DOCKER, CALL);

        assertThat(world.row().completion().map(Completion::verdict))
                .hasValueSatisfying(verdict ->
                        assertThat(verdict)
                                .isInstanceOfSatisfying(
                                        Verdict.Failed.class,
                                        failed ->
                                                assertThat(failed.code())
                                                        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE)));
        assertThat(world.intents()).isEmpty();
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void dockerAwayLeavesAJobsRowOpenAndTheNextTryGoesOnThere() throws InterruptedException {
        world.docker.faults().makeUnavailable();
        assertUnavailable(Dependency.DOCKER, START_JOB);
        assertUnavailable(Dependency.DOCKER, START_JOB);
        assertThat(world.row().inProgress()).isTrue();
        assertThat(world.results()).isEmpty();
        world.docker.faults().mend();

        service.start(START_JOB);

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results()).hasSize(1);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void nothingIsJudgedFromAListThatFails() {
        world.stopped();
        world.docker.faults().makeUnavailable(DaemonCall.CONTAINERS_OF);

        assertUnavailable(Dependency.DOCKER, START_JOB);
        assertThat(world.row().inProgress()).isTrue();
        assertThat(world.results()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aJobOpensNoRowUntilDockerTellsWhetherTheEngineRuns() {
        world.running();
        RuntimeRecord before = world.record();
        world.docker.faults().makeUnavailable(DaemonCall.CONTAINERS_OF);

        assertUnavailable(Dependency.DOCKER, START_JOB);
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.record()).isEqualTo(before);
        assertThat(world.results()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void aCallThatMayHaveChangedDockerLeavesItsRowForLater() throws InterruptedException {
        world.docker.faults().failNext(DaemonCall.START, Moment.AFTER_EFFECT);
        assertUnavailable(Dependency.DOCKER, CALL);
        assertThat(world.row().inProgress()).isTrue();

        service.finishInterrupted();

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(world.live().getFirst().id()));
    }

    @Test
    void whatACallLeftOpenIsCompletedByTheNextCall() throws InterruptedException {
        world.docker.faults().failNext(DaemonCall.START, Moment.AFTER_EFFECT);
        assertUnavailable(Dependency.DOCKER, CALL);

        assertThat(service.start(CALL))
                .isInstanceOfSatisfying(
                        Outcome.Settled.class,
                        again -> assertThat(again.verdict()).isEqualTo(new Verdict.Replayed()));

        assertThat(world.store.openOperations()).isEmpty();
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void whatACallLeftOpenIsCompletedByTheNextJob() throws InterruptedException {
        world.docker.faults().failNext(DaemonCall.START, Moment.AFTER_EFFECT);
        assertUnavailable(Dependency.DOCKER, CALL);

        service.stop(STOP_JOB);

        assertThat(world.store.openOperations()).isEmpty();
        assertThat(world.live()).isEmpty();
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void aCallThatCannotCompleteWhatIsLeftIsUnavailable() {
        world.docker.faults().failNext(DaemonCall.START, Moment.AFTER_EFFECT);
        assertUnavailable(Dependency.DOCKER, CALL);
        world.docker.faults().makeUnavailable(DaemonCall.INSPECT);

        assertUnavailable(Dependency.DOCKER, CALL);

        assertThat(world.row().inProgress()).isTrue();
    }

    @Test
    void postgresAwayChangesNothing() {
        world.store.unavailable(true);

        assertUnavailable(Dependency.POSTGRES, START_JOB);
        assertUnavailable(Dependency.POSTGRES, CALL);

        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void redisAwayChangesNothing() {
        world.leases.unavailable(true);

        assertUnavailable(Dependency.REDIS, START_JOB);
        assertUnavailable(Dependency.REDIS, CALL);

        assertThat(world.docker.calls()).isEmpty();
        assertThat(world.store.operations()).isEmpty();
    }

    @Test
    void aJobWhoseCommitsAnswerWasLostIsDone() throws InterruptedException {
        world.store.loseAnswerOfNextCommit();
        assertUnavailable(Dependency.POSTGRES, START_JOB);

        assertThat(service.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
        assertThat(world.events()).hasSize(1);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aCallWhoseCommitsAnswerWasLostIsReplayedWhenAskedAgain() throws InterruptedException {
        world.store.loseAnswerOfNextCommit();
        assertUnavailable(Dependency.POSTGRES, CALL);

        assertThat(service.start(CALL))
                .isInstanceOfSatisfying(
                        Outcome.Settled.class,
                        again -> assertThat(again.verdict()).isEqualTo(new Verdict.Replayed()));
        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.events()).hasSize(1);
    }

    @Test
    void aRefusedCallWhoseCommitsAnswerWasLostIsUnavailable() throws InterruptedException {
        world.running();
        world.store.loseAnswerOfNextCommit();

        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.start(OTHER_IMAGE, CALL));
        assertThat(world.row().inProgress()).isFalse();
    }

    @Test
    void aLeaseThatLapsedBeforeTheCommitCommitsNothing() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.START, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();
        world.leases.expire(GAME);
        pause.release();

        assertThat(start.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.results()).isEmpty();
        assertThat(world.events()).isEmpty();

        service.start(START_JOB);
        assertThat(world.live()).hasSize(1);
        assertThat(world.results()).hasSize(1);
        assertThat(world.events()).hasSize(1);
    }

    @Test
    void withoutTheProcessLockDockerIsNotChanged() throws InterruptedException {
        world.stopped();
        service.presence.lose();

        assertUnavailable(Dependency.POSTGRES, START_JOB);

        assertThat(world.dockerChanges()).isEmpty();
        service.presence.regain();
        service.start(START_JOB);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void theProcessLockLostOnTheWayEndsTheChangesThere() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();
        service.presence.lose();
        pause.release();

        assertThat(start.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.docker.calls(DaemonCall.START)).isZero();

        service.presence.regain();
        service.start(START_JOB);
        assertThat(world.docker.containers()).hasSize(1);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aStopWithoutTheProcessLockDoesNotReachDocker() {
        world.running();
        service.presence.lose();

        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.stop(STOP_JOB));
        assertThat(world.docker.calls(DaemonCall.STOP)).isZero();
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aStartGivenUpIsAFailureWithOneResultAndNoIntent() {
        world.docker.faults().makeUnavailable();
        assertUnavailable(Dependency.DOCKER, START_JOB);

        giveUp(service);

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result).containsEntry("error_code", "service_unavailable"));
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aStartThatALivingProcessIsAtWorkOnIsNotGivenUpByAnother() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.START, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();
        SimulatedProcess other = world.boot();

        assertThatExceptionOfType(GameBusyException.class).isThrownBy(() -> giveUp(other));

        pause.release();
        start.answer();
        assertThat(world.results())
                .singleElement()
                .satisfies(result -> assertThat(result).containsEntry("outcome", "success"));
    }

    @Test
    void aStartThatADeadProcessLeftIsGivenUpByItsSuccessor() {
        world.docker.faults().makeUnavailable();
        assertUnavailable(Dependency.DOCKER, START_JOB);
        service.die();

        giveUp(world.boot());

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results()).hasSize(1);
    }

    private static void giveUp(SimulatedProcess process) {
        process.useCases()
                .startRuntime()
                .fail(
                        GAME,
                        IMAGE.value(),
                        START_JOB,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "docker: nothing answers");
    }

    private void assertUnavailable(Dependency dependency, Origin origin) {
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.start(origin))
                .satisfies(away -> assertThat(away.dependency()).isEqualTo(dependency));
    }
}
