package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Outcomes;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/**
 * Calls of which Docker did not answer a change, or accepted it and did not make it: what is to be
 * completed is completed by the game's next call, and nothing is left open that is not.
 */
class UnfinishedCallTest extends OneProcess {

    /** A call over HTTP. */
    enum Call {
        START,
        STOP,
        RESTART,
        PATCH,
        CLEANUP;

        List<DaemonCall> changes() {
            return switch (this) {
                case START -> List.of(DaemonCall.REMOVE, DaemonCall.CREATE, DaemonCall.START);
                case STOP -> List.of(DaemonCall.STOP);
                case RESTART, PATCH ->
                        List.of(
                                DaemonCall.STOP,
                                DaemonCall.SET_ASIDE,
                                DaemonCall.CREATE,
                                DaemonCall.START,
                                DaemonCall.REMOVE);
                case CLEANUP -> List.of(DaemonCall.REMOVE);
            };
        }

        void prepare(SimulatedWorld world) {
            switch (this) {
                case START, CLEANUP -> world.stopped();
                case STOP, RESTART, PATCH -> world.running();
            }
        }

        Outcome on(SimulatedProcess service) throws InterruptedException {
            return switch (this) {
                case START -> service.start(CALL);
                case STOP -> service.stop(CALL);
                case RESTART -> service.restart();
                case PATCH -> service.patch(PATCH_IMAGE);
                case CLEANUP -> service.cleanUp();
            };
        }
    }

    record Fault(Call call, DaemonCall change, Call next) {}

    private static Stream<Fault> faults() {
        return Arrays.stream(Call.values())
                .flatMap(call ->
                        call.changes().stream()
                                .flatMap(change ->
                                        Arrays.stream(Call.values())
                                                .map(next -> new Fault(call, change, next))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatGotNoAnswerIsCompletedByTheNextCall(Fault fault) throws InterruptedException {
        fault.call().prepare(world);
        world.docker.faults().failNext(fault.change(), Moment.BEFORE_EFFECT);
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> fault.call().on(service));
        assertThat(world.store.openOperations()).hasSize(1);

        assertNextCallWorks(fault.next());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatTookEffectWithoutAnAnswerIsCompletedByTheNextCall(Fault fault)
            throws InterruptedException {
        fault.call().prepare(world);
        world.docker.faults().failNext(fault.change(), Moment.AFTER_EFFECT);
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> fault.call().on(service));

        assertNextCallWorks(fault.next());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsAcceptedAndNotMadeFailsTheCallAndLeavesNoOpenRow(Fault fault)
            throws InterruptedException {
        fault.call().prepare(world);
        List<ContainerId> live = ids(world.live());
        world.docker.faults().acceptInVain(fault.change());

        Verdict verdict = Outcomes.verdict(fault.call().on(service));

        assertThat(world.store.openOperations()).isEmpty();
        boolean onlyLeft =
                fault.change() == DaemonCall.REMOVE
                        && (fault.call() == Call.RESTART || fault.call() == Call.PATCH);
        if (onlyLeft) {
            assertThat(verdict).isEqualTo(new Verdict.Done());
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Failed.class,
                            failed ->
                                    assertThat(failed.code())
                                            .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
            assertThat(ids(world.live())).isEqualTo(live);
        }
        assertRecordIsRight();
        int changes = world.dockerChanges().size();
        service.finishInterrupted();
        assertThat(world.dockerChanges()).hasSize(changes);
        assertThat(service.reconcile().kind()).isEmpty();

        assertNextCallWorks(fault.next());
    }

    private void assertNextCallWorks(Call next) throws InterruptedException {
        next.on(service);

        assertThat(world.store.openOperations()).isEmpty();
        assertThat(world.live()).hasSizeLessThan(2);
        assertRecordIsRight();
        assertThat(service.reconcile().kind()).isEmpty();
        assertThat(world.events())
                .allSatisfy(event ->
                        assertThat(event).containsEntry("event_type", "container_started"));
    }

    private void assertRecordIsRight() {
        assertThat(ids(world.live()))
                .isEqualTo(
                        world.state() instanceof RuntimeState.Running(ContainerId id)
                                ? List.of(id)
                                : List.of());
    }

    private static List<ContainerId> ids(List<ObservedContainer> containers) {
        return containers.stream().map(ObservedContainer::id).toList();
    }

    /** Undoing meets the same: then there is something to complete. */
    @Test
    void whatCannotBeUndoneEitherIsCompletedByTheNextCall() throws InterruptedException {
        ContainerId old = world.running();
        world.docker.faults().acceptInVain(DaemonCall.START);
        world.docker.faults().acceptInVain(DaemonCall.REMOVE);
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.patch(PATCH_IMAGE));
        assertThat(world.store.openOperations()).hasSize(1);

        service.start(CALL);

        assertThat(world.store.openOperations()).isEmpty();
        assertThat(ids(world.live())).containsExactly(old);
        assertRecordIsRight();
    }

    @Test
    void aJobIsTriedAgainOnItsRow() throws InterruptedException {
        world.running();
        world.docker.faults().acceptInVain(DaemonCall.STOP);
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.stop(STOP_JOB));
        assertThat(world.row().inProgress()).isTrue();

        service.stop(STOP_JOB);

        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.live()).isEmpty();
    }
}
