package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.Completion;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

class FinishInterruptedTest {

    @TempDir Path root;
    private SimulatedWorld world;
    private SimulatedProcess dead;

    @BeforeEach
    void boot() {
        world = new SimulatedWorld(root);
        dead = world.boot();
    }

    @Test
    void anEngineThatRunsIsKeptAndRecordedAndTold() throws InterruptedException {
        diesAt("start", Mishap.DIES_AFTER_ITS_EFFECT);

        world.boot().finishInterrupted();

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(world.live().getFirst().id()));
        assertThat(world.row().completion().orElseThrow().verdict()).isEqualTo(new Verdict.Done());
        assertThat(world.events()).hasSize(1);
        assertThat(world.results()).isEmpty();
    }

    @Test
    void aRowOfAGameWhoseRecordCannotBeReadIsClosedAsFailed() throws InterruptedException {
        diesAt("start", Mishap.DIES_AFTER_ITS_EFFECT);
        world.store.spoil(GAME);

        world.boot().finishInterrupted();

        assertThat(code()).contains(ErrorCode.INTERNAL_ERROR);
        assertThat(message()).contains("cannot be read");
        assertThat(world.store.openOperations()).isEmpty();
    }

    @Test
    void aContainerThatNeverRanIsClearedAway() throws InterruptedException {
        diesAt("start", Mishap.DIES_BEFORE_ITS_EFFECT);

        world.boot().finishInterrupted();

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(code()).contains(ErrorCode.INTERRUPTED);
        assertThat(world.intents()).isEmpty();
    }

    @Test
    void aRecordWhoseContainerWasRemovedOnTheWaySaysSo() throws InterruptedException {
        world.stopped();
        diesAt("create", Mishap.DIES_BEFORE_ITS_EFFECT);

        world.boot().finishInterrupted();

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
    }

    @Test
    void aRecordWhoseContainerIsStillThereIsLeftAlone() throws InterruptedException {
        world.stopped();
        diesAt("removeEnded", Mishap.DIES_BEFORE_ITS_EFFECT);

        world.boot().finishInterrupted();

        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
        assertThat(world.docker.containers()).hasSize(1);
    }

    @Test
    void aContainerThatCannotBeClearedAwayIsNamed() throws InterruptedException {
        diesAt("start", Mishap.DIES_BEFORE_ITS_EFFECT);
        SimulatedProcess next = world.boot();
        next.refuse(DaemonCall.REMOVE, "device or resource busy");

        next.finishInterrupted();

        assertThat(code()).contains(ErrorCode.INTERRUPTED);
        assertThat(message())
                .contains("device or resource busy")
                .contains(world.docker.containers().getFirst().id().value());
    }

    @Test
    void dockerAwayLeavesItForTheNextPass() throws InterruptedException {
        diesAt("start", Mishap.DIES_BEFORE_ITS_EFFECT);
        SimulatedProcess next = world.boot();
        world.docker.faults().makeUnavailable();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(next::finishInterrupted);
        assertThat(world.row().inProgress()).isTrue();
        world.docker.faults().mend();

        next.finishInterrupted();

        assertThat(world.row().inProgress()).isFalse();
    }

    @Test
    void anOperationAtWorkIsLeftAlone() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> dead.start(CALL));
        pause.awaitReached();
        OpenOperation row = world.row().operation();

        assertThat(world.boot().useCases().finishInterrupted().finish(row)).isFalse();
        assertThat(dead.useCases().finishInterrupted().finish(row)).isFalse();

        pause.release();
        start.answer();
        assertThat(world.live()).hasSize(1);
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.RUNNING);
    }

    @Test
    void whatWasClosedMeanwhileIsNotFinishedAgain() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> start = Running.of(() -> dead.start(CALL));
        pause.awaitReached();
        OpenOperation seen = world.row().operation();
        pause.release();
        start.answer();

        assertThat(world.boot().useCases().finishInterrupted().finish(seen)).isFalse();
        assertThat(world.events()).hasSize(1);
    }

    @Test
    void jobsThatAnotherProcessLeftAreRunAgainAndOnesOwnAreStillTried()
            throws InterruptedException {
        world.docker.faults().makeUnavailable();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> dead.start(START_JOB));
        world.docker.faults().mend();
        SimulatedProcess next = world.boot();

        assertThat(dead.useCases().finishInterrupted().open().left()).isEmpty();
        assertThat(next.useCases().finishInterrupted().open().calls()).isEmpty();
        assertThat(next.useCases().finishInterrupted().open().left())
                .containsExactly(world.row().operation());
    }

    @Test
    void aMalformedStartJobThatWasCutOffIsNeverRunAsAStart() throws InterruptedException {
        for (Mishap mishap : List.of(Mishap.DIES_BEFORE_ITS_EFFECT, Mishap.DIES_AFTER_ITS_EFFECT)) {
            for (int call = 1; call <= 3; call++) {
                SimulatedWorld fresh = new SimulatedWorld(root);
                SimulatedProcess process = fresh.boot();
                process.boundary.plan(call, mishap);
                try {
                    refuse(process);
                } catch (ProcessDiedError _) {
                    process.die();
                }

                SimulatedProcess next = fresh.boot();
                next.finishInterrupted();
                refuse(next);

                assertThat(fresh.docker.containers()).isEmpty();
                assertThat(fresh.results())
                        .singleElement()
                        .satisfies(result ->
                                assertThat(result)
                                        .containsEntry("error_code", "start_config_invalid"));
            }
        }
    }

    private static void refuse(SimulatedProcess process) {
        process.useCases()
                .startRuntime()
                .fail(
                        GAME,
                        IMAGE.value(),
                        START_JOB,
                        ErrorCode.START_CONFIG_INVALID,
                        "requested_at_ms is not a number");
    }

    @Test
    void aKindThatThisVersionDoesNotBeginIsADefect() {
        world.store.openRow(
                new OperationRequest(
                        new OperationId(world.newId()),
                        GAME,
                        NodeId.FIRST,
                        OperationKind.RECONCILE_ADOPT,
                        CALL,
                        Optional.of(IMAGE.value()),
                        Optional.empty(),
                        dead.presence.bootId(),
                        SimulatedWorld.START),
                Optional.empty());

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> world.boot().finishInterrupted())
                .withMessageContaining("reconcile_adopt");
    }

    private void diesAt(String call, Mishap mishap) throws InterruptedException {
        dead.boundary.planFirst(call, mishap);
        assertThatExceptionOfType(ProcessDiedError.class).isThrownBy(() -> dead.start(CALL));
        dead.die();
    }

    private Optional<ErrorCode> code() {
        return failed().map(Verdict.Failed::code);
    }

    private String message() {
        return failed().map(Verdict.Failed::message).orElseThrow();
    }

    private Optional<Verdict.Failed> failed() {
        return world.row()
                .completion()
                .map(Completion::verdict)
                .filter(Verdict.Failed.class::isInstance)
                .map(Verdict.Failed.class::cast);
    }
}
