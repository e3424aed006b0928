package rtm.workers.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.health.JudgeProbes;
import rtm.domain.model.ContainerState;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.HealthStatus;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.EngineHealth.Answer;
import rtm.workers.PlainMessages;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;
import rtm.workers.wiring.WatchedEngines;
import rtm.workers.wiring.WorkerSettings;

class ProbeWorkerTest {

    private static final Answer WELL = new Answer.Healthy();
    private static final Answer SICK = new Answer.Unhealthy(503, "unexpected status 503");
    private static final Answer REFUSED = new Answer.Unhealthy(0, "connection refused");
    private static final WorkerSettings.Probe SETTINGS =
            new WorkerSettings.Probe(Duration.ofSeconds(15), Duration.ofSeconds(2), 3, 16);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final AtomicReference<EngineHealth> engines = new AtomicReference<>((_, _) -> WELL);
    private final List<EngineAddress> asked = new CopyOnWriteArrayList<>();
    private WorkersWorld world;
    private ProbeWorker worker;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        worker = worker();
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void aFailingEngineIsReportedOnceAtTheThresholdAndOnceWhenHealthyAgain() throws Exception {
        world.running("chess");
        answer(SICK);
        rounds(2);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
        rounds(3);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
        assertThat(world.store.snapshot(WorkersWorld.game("chess")).orElseThrow().status())
                .isEqualTo(HealthStatus.PROBE_FAILED);
        answer(WELL);
        rounds(2);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess", "chess");
        assertThat(world.store.snapshot(WorkersWorld.game("chess")).orElseThrow().details())
                .isEqualTo("{}");
    }

    @Test
    void theAddressIsLookedUpOncePerContainer() throws Exception {
        world.running("chess");
        world.running("go");
        rounds(5);
        assertThat(world.daemon.calls(DaemonCall.ADDRESS)).isEqualTo(2);
        world.running("chess");
        rounds(1);
        assertThat(world.daemon.calls(DaemonCall.ADDRESS)).isEqualTo(3);
        assertThat(List.copyOf(asked)).hasSize(12);
        assertThat(Set.copyOf(asked)).hasSize(3);
    }

    @Test
    void theAddressOfAnEngineThatDoesNotAnswerIsLookedUpAgain() throws Exception {
        world.running("chess");
        answer(REFUSED);
        rounds(3);
        assertThat(world.daemon.calls(DaemonCall.ADDRESS)).isEqualTo(3);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
    }

    @Test
    void aContainerWithoutAnAddressFails() throws Exception {
        world.daemon.become(world.running("chess"), ContainerState.EXITED);
        rounds(3);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFailedLookupAtDockerIsNotTheEnginesFailure() throws Exception {
        world.running("chess");
        world.daemon.faults().makeUnavailable(DaemonCall.ADDRESS);
        rounds(5);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
        assertThat(log.lines("WARN", "an engine cannot be probed")).hasSize(1);
        world.daemon.faults().mend();
        rounds(1);
        assertThat(log.lines("INFO", "all running engines can be probed")).hasSize(1);
    }

    @Test
    void aKnownEngineIsProbedWhileDockerIsDown() throws Exception {
        world.running("chess");
        rounds(1);
        world.daemon.faults().makeUnavailable();
        answer(SICK);
        rounds(3);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
    }

    @Test
    void anotherContainerOfTheGameStartsWithACleanCount() throws Exception {
        world.running("chess");
        answer(SICK);
        rounds(2);
        world.running("chess");
        rounds(2);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
        rounds(1);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
    }

    @Test
    void anInterruptedProbeDoesNotCount() throws Exception {
        world.running("chess");
        answer(SICK);
        rounds(2);
        CountDownLatch started = new CountDownLatch(1);
        engines.set((_, _) -> {
            started.countDown();
            new CountDownLatch(1).await();
            return SICK;
        });
        Thread round = Thread.ofVirtual().start(this::round);
        started.await();
        round.interrupt();
        round.join();
        assertThat(world.pendingGames(PlainMessages.HEALTH)).isEmpty();
        answer(SICK);
        rounds(1);
        assertThat(world.pendingGames(PlainMessages.HEALTH)).containsExactly("chess");
    }

    @Test
    void hangingEnginesDelayNoOther() throws Exception {
        for (int i = 0; i < 100; i++) {
            world.running("game-" + i);
        }
        CountDownLatch others = new CountDownLatch(90);
        AtomicInteger probes = new AtomicInteger();
        engines.set((_, _) -> {
            if (probes.incrementAndGet() <= 10) {
                others.await();
                return REFUSED;
            }
            others.countDown();
            return WELL;
        });
        round();
        assertThat(others.getCount()).isZero();
    }

    @Test
    void eachEngineIsProbedWithItsTimeout() throws Exception {
        world.running("chess");
        List<Duration> timeouts = new CopyOnWriteArrayList<>();
        engines.set((_, timeout) -> {
            timeouts.add(timeout);
            return WELL;
        });
        round();
        assertThat(timeouts).containsExactly(SETTINGS.timeout());
    }

    private ProbeWorker worker() {
        TestProcess process = world.process();
        return new ProbeWorker(
                new WatchedEngines(
                        world.store,
                        world.store,
                        world.store.endings(),
                        world.daemon,
                        (address, timeout) -> {
                            asked.add(address);
                            return engines.get().ask(address, timeout);
                        }),
                SETTINGS,
                new JudgeProbes(process.useCases.observeRuntime(), 3),
                _ -> {});
    }

    private void answer(Answer answer) {
        engines.set((_, _) -> answer);
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
    }

    private void round() {
        try {
            worker.round();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
