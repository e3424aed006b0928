package rtm.workers.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.health.JudgeInspections;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.workers.PlainMessages;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.WatchedEngines;

class InspectWorkerTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final List<GameId> checked = new CopyOnWriteArrayList<>();
    private WorkersWorld world;
    private TestProcess process;
    private InspectWorker worker;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        process = world.process();
        worker = worker(_ -> {});
    }

    private InspectWorker worker(Rounds.Sleep sleep) {
        return new InspectWorker(
                new WatchedEngines(
                        world.store,
                        world.store,
                        world.store.endings(),
                        world.daemon,
                        world.health),
                Duration.ofSeconds(30),
                new JudgeInspections(process.useCases.observeRuntime()),
                checked::add,
                sleep);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void anUnhealthyContainerIsReportedOnceAndShown() throws Exception {
        ContainerId sick = world.running("chess");
        world.running("go");
        world.daemon.say(sick, 0, "unhealthy");

        worker.round();
        worker.round();

        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
        assertThat(world.store.snapshot(WorkersWorld.game("chess")).orElseThrow().status())
                .isEqualTo(HealthStatus.INSPECT_UNHEALTHY);
        assertThat(world.store.snapshot(WorkersWorld.game("go"))).isEmpty();
    }

    @Test
    void aPausedContainerIsReportedWithoutWaitingForTheNextRound() throws Exception {
        world.daemon.pauseByHand(world.running("chess"));
        CountDownLatch slept = new CountDownLatch(1);
        InspectWorker watching =
                worker(_ -> {
                    slept.countDown();
                    new CountDownLatch(1).await();
                });
        watching.soon(WorkersWorld.game("chess"));
        Thread thread = Thread.ofVirtual().start(() -> runUntilInterrupted(watching));
        slept.await();

        watching.soon(WorkersWorld.game("chess"));
        watching.soon(WorkersWorld.game("nobody"));

        awaitUnhealthy("chess");
        thread.interrupt();
        thread.join();
    }

    @Test
    void thoseThatARoundInspectsHoldUpNoOther() throws Exception {
        List<Pause> wedged = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            wedged.add(world.daemon.faults().pauseNext(DaemonCall.INSPECT, Moment.AFTER_EFFECT));
            world.running("game-" + i);
        }
        ContainerId other = world.running("other");
        CountDownLatch oneRound = new CountDownLatch(1);
        InspectWorker watching =
                worker(time -> {
                    if (time.compareTo(Duration.ofSeconds(20)) > 0) {
                        boolean first = oneRound.getCount() > 0;
                        oneRound.countDown();
                        if (!first) {
                            new CountDownLatch(1).await();
                        }
                    }
                });
        Thread thread = Thread.ofVirtual().start(() -> runUntilInterrupted(watching));
        for (Pause pause : wedged) {
            pause.awaitReached();
        }

        for (int i = 0; i < 8; i++) {
            world.daemon.pauseByHand(
                    world.store
                            .find(WorkersWorld.game("game-" + i))
                            .orElseThrow()
                            .state()
                            .containerId()
                            .orElseThrow());
            watching.soon(WorkersWorld.game("game-" + i));
        }
        world.daemon.pauseByHand(other);
        watching.soon(WorkersWorld.game("other"));
        awaitUnhealthy("other");

        wedged.forEach(Pause::release);
        for (int i = 0; i < 8; i++) {
            awaitUnhealthy("game-" + i);
        }
        thread.interrupt();
        thread.join();
    }

    private void awaitUnhealthy(String game) throws InterruptedException {
        world.await(
                "the report of " + game,
                () ->
                        world.store
                                .snapshot(WorkersWorld.game(game))
                                .filter(seen -> seen.status() == HealthStatus.INSPECT_UNHEALTHY)
                                .isPresent());
    }

    private static void runUntilInterrupted(InspectWorker worker) {
        try {
            worker.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aContainerThatExitedOrWasRemovedIsHandedOnAndNotJudged() throws Exception {
        ContainerId exited = world.running("exited");
        world.daemon.say(exited, 0, "unhealthy");
        world.daemon.become(exited, ContainerState.EXITED);
        world.daemon.vanish(world.running("gone"));
        world.running("fine");

        worker.round();

        assertThat(checked)
                .containsExactlyInAnyOrder(WorkersWorld.game("exited"), WorkersWorld.game("gone"));
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
    }

    @Test
    void aContainerThatIsOffItsNetworkIsHandedOn() throws Exception {
        ContainerId ours = world.running("chess");
        world.daemon.place(
                new ObservedContainer(
                        ours,
                        WorkersWorld.game("chess").containerName(),
                        WorkersWorld.IMAGE,
                        ContainerState.RUNNING,
                        Map.of(
                                Labels.OWNER,
                                Labels.OWNER_VALUE,
                                Labels.GAME_ID,
                                "chess",
                                Labels.OPERATION_ID,
                                "of this service"),
                        false));
        world.daemon.detach(world.running("by-hand"));
        world.running("fine");

        worker.round();

        assertThat(checked).containsExactly(WorkersWorld.game("chess"));
    }

    @Test
    void aContainerWhoseStateIsNotKnownIsNeitherHandedOnNorReported() throws Exception {
        ContainerId container = world.running("chess");
        worker.round();
        world.daemon.become(container, ContainerState.UNKNOWN);
        worker.round();
        world.daemon.become(container, ContainerState.RUNNING);
        worker.round();

        assertThat(checked).isEmpty();
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
    }

    @Test
    void hangingOnesDelayNoOther() throws Exception {
        List<Pause> wedged =
                List.of(
                        world.daemon.faults().pauseNext(DaemonCall.INSPECT, Moment.BEFORE_EFFECT),
                        world.daemon.faults().pauseNext(DaemonCall.INSPECT, Moment.BEFORE_EFFECT));
        for (int i = 0; i < 20; i++) {
            world.daemon.say(world.running("game-" + i), 0, "unhealthy");
        }
        Thread round = Thread.ofVirtual().start(this::round);
        world.await(
                "the others are reported",
                () -> world.pendingGames(PlainMessages.HEALTH).size() == 18);
        wedged.forEach(Pause::release);
        round.join();
        assertThat(world.pendingGames(PlainMessages.HEALTH)).hasSize(20);
    }

    @Test
    void aContainerThatCannotBeInspectedIsLoggedOnceUntilAllCanBe() throws Exception {
        world.running("chess");
        world.daemon.faults().makeUnavailable(DaemonCall.INSPECT);
        worker.round();
        worker.round();
        assertThat(log.lines("WARN", "cannot be inspected", "game_id=chess")).hasSize(1);
        world.daemon.faults().mend();
        worker.round();
        assertThat(log.lines("INFO", "all running containers can be inspected")).hasSize(1);
    }

    @Test
    void whilePostgresIsDownNothingIsJudged() throws Exception {
        world.daemon.say(world.running("chess"), 0, "unhealthy");
        world.store.unavailable(true);
        worker.round();
        world.store.unavailable(false);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
        worker.round();
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
    }

    private void round() {
        try {
            worker.round();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
