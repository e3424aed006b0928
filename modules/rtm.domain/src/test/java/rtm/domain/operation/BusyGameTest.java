package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.BootId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.GameLeases.Holder;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

class BusyGameTest extends OneProcess {

    @Test
    void aCallOnABusyGameIsAConflictAfterTwoSeconds() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> first = Running.of(() -> service.start(CALL));
        pause.awaitReached();
        SimulatedProcess other = world.boot();
        SimulatedWorld strange = new SimulatedWorld(root);
        strange.leases.store(GAME, "what no process of this service writes");
        SimulatedProcess stranger = strange.boot();
        long began = System.nanoTime();

        List<Running<Outcome>> late =
                List.of(
                        Running.of(() -> service.stop(CALL)),
                        Running.of(() -> other.start(CALL)),
                        Running.of(() -> stranger.start(CALL)));
        for (Running<Outcome> call : late) {
            assertThat(call.failure())
                    .isInstanceOfSatisfying(
                            OperationException.class,
                            busy -> assertThat(busy.code()).isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("game-1 is busy");
        }
        assertThat(late.getFirst().failure())
                .hasMessage(
                        "game game-1 is busy with a start of galaxy/game:1.4.0 by game master, in progress since %s; ask again in a moment"
                                .formatted(world.row().operation().startedAt()));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(8));
        pause.release();
        first.answer();
        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void theRefusalSaysWhichPullTheGameWaitsForAndHowLongAtMost() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(CALL));
        pause.awaitReached();
        world.description.pulls.add(
                new DaemonDescription.Pulling(
                        IMAGE,
                        Duration.ofSeconds(42),
                        Duration.ofSeconds(3),
                        "layer 1 of 4",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));

        List<Running<Outcome>> late =
                List.of(
                        Running.of(() -> service.stop(CALL)),
                        Running.of(() -> service.restart()),
                        Running.of(() -> service.patch(PATCH_IMAGE)),
                        Running.of(() -> service.cleanUp()));
        for (Running<Outcome> call : late) {
            assertThat(call.failure())
                    .hasMessage(
                            "game game-1 is busy with a start of %1$s by game master, in progress since %2$s, which waits for the pull of %1$s for 42s, last progress 3s ago: layer 1 of 4; ask again when the pull has ended: it is given up after 1m without progress, and after 10m in all"
                                    .formatted(IMAGE, world.row().operation().startedAt()));
        }
        pause.release();
        start.answer();
    }

    @Test
    void aJobWaitsForItsTurn() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.START, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();

        Running<Outcome> stop = Running.of(() -> service.stop(STOP_JOB));
        assertThat(stop.done()).isFalse();
        pause.release();

        start.answer();
        stop.answer();
        assertThat(world.live()).isEmpty();
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.results())
                .extracting(result -> result.get("outcome"))
                .containsExactly("success", "success");
    }

    @Test
    void aJobOfAGameWhoseRowIsOpenIsTriedAgainLater() throws InterruptedException {
        openRowOfAnother();

        assertThatExceptionOfType(GameBusyException.class)
                .isThrownBy(() -> service.start(START_JOB))
                .withMessageContaining("stop");
        assertThat(world.results()).isEmpty();
        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void aCallForAGameWhoseRowIsOpenIsAConflict() {
        openRowOfAnother();

        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(() -> service.start(CALL))
                .satisfies(busy -> assertThat(busy.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(world.docker.containers()).isEmpty();
    }

    @Test
    void theLeaseOfADeadProcessIsTakenOverAtOnce() throws InterruptedException {
        BootId dead = new BootId(world.newId());
        world.leases.store(GAME, new Holder(dead, new OperationId(world.newId())).toString());

        service.start(CALL);

        assertThat(world.live()).hasSize(1);
        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void aLeaseOfOursThatCouldNotBeFreedIsTakenOverAtOnce() throws InterruptedException {
        world.leases.store(
                GAME,
                new Holder(service.presence.bootId(), new OperationId(world.newId())).toString());

        service.start(CALL);

        assertThat(world.live()).hasSize(1);
    }

    @Test
    void anInterruptWhileWaitingEndsTheWait() throws InterruptedException {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        Running<Outcome> first = Running.of(() -> service.start(CALL));
        pause.awaitReached();

        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> service.stop(STOP_JOB));
        pause.release();
        first.answer();
        assertThat(world.store.operations()).hasSize(1);
    }

    private void openRowOfAnother() {
        SimulatedProcess other = world.boot();
        world.store.openRow(
                new OperationRequest(
                        new OperationId(world.newId()),
                        GAME,
                        NodeId.FIRST,
                        OperationKind.STOP,
                        CALL,
                        Optional.of(IMAGE.value()),
                        Optional.empty(),
                        other.presence.bootId(),
                        SimulatedWorld.START),
                Optional.empty());
    }
}
