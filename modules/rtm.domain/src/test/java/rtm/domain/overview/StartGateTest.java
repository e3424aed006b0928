package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Drain;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.DrainSwitch;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

class StartGateTest {

    private static final OperationSource ADMIN = OperationSource.ADMIN_REST;

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    @TempDir private Path root;
    private SimulatedWorld world;
    private StartGate gate;
    private SimulatedProcess process;

    @BeforeEach
    void boot() {
        world = new SimulatedWorld(root);
        gate = new StartGate(world.store, world.clock);
        process = world.boot().with(store -> new GatedStore(store, gate));
    }

    @Test
    void duringADrainNoJobAndNoCallStartsAGame() {
        gate.drain(ADMIN);

        assertThatThrownBy(() -> process.start(SimulatedProcess.START_JOB))
                .isInstanceOfSatisfying(
                        DependencyUnavailableException.class,
                        away -> {
                            assertThat(away.dependency()).isEqualTo(Dependency.DRAIN);
                            assertThat(away.text()).startsWith("drain: no new games are started");
                        });
        assertThatThrownBy(() -> process.start(SimulatedProcess.CALL))
                .isInstanceOf(DependencyUnavailableException.class);

        assertThat(world.store.operations()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void whoAsksDoesNotWaitForADatabaseThatDoesNotAnswer() {
        CountDownLatch answers = new CountDownLatch(1);
        StartGate hanging = new StartGate(new Hanging(answers), world.clock);

        assertThat(hanging.refusal()).isEmpty();
        assertThat(answers.getCount()).isOne();

        answers.countDown();
        Optional<String> refusal = hanging.refusal();
        while (refusal.isEmpty()) {
            refusal = hanging.refusal();
        }
        assertThat(refusal.orElseThrow()).startsWith("no new games are started since");
    }

    /** Answers when it may. */
    private record Hanging(CountDownLatch answers) implements DrainSwitch {
        @Override
        public Optional<Drain> drain() {
            try {
                answers.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return Optional.of(new Drain(Instant.EPOCH, ADMIN));
        }

        @Override
        public Drain drain(Drain drain) {
            return drain;
        }

        @Override
        public void endDrain() {}
    }

    @Test
    void aJobThatIsGivenUpDuringADrainGetsItsResult() {
        gate.drain(ADMIN);

        process.useCases()
                .startRuntime()
                .fail(
                        SimulatedWorld.GAME,
                        SimulatedWorld.IMAGE.value(),
                        SimulatedProcess.START_JOB,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "drain");

        assertThat(world.results())
                .singleElement()
                .satisfies(result -> assertThat(result).containsValue("service_unavailable"));
    }

    @Test
    void runningGamesAreStoppedAndRestartedAsUsual() throws Exception {
        world.running();
        gate.drain(ADMIN);

        process.restart();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.RUNNING);
        process.stop(SimulatedProcess.CALL);
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
    }

    @Test
    void afterTheDrainGamesAreStarted() throws Exception {
        gate.drain(ADMIN);
        gate.endDrain(ADMIN);

        process.start(SimulatedProcess.CALL);

        assertThat(world.state().status()).isEqualTo(RuntimeStatus.RUNNING);
    }

    @Test
    void aDrainOutlivesTheProcessAndCountsForOthersWithinASecond() {
        gate.drain(ADMIN);

        assertThat(new StartGate(world.store, world.clock).refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("no new games are started"));
        StartGate other = new StartGate(world.store, world.clock);
        assertThat(other.refusal()).isPresent();
        gate.endDrain(ADMIN);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (other.refusal().isPresent()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void aSecondDrainChangesNothing() {
        Drain first = gate.drain(ADMIN);
        world.clock.advance(Duration.ofDays(1));

        assertThat(gate.drain(OperationSource.GM_REST)).isEqualTo(first);
    }

    @Test
    void whilePostgresIsAwayADrainIsNoReasonOfItsOwn() {
        world.store.unavailable(true);

        assertThat(gate.refusal()).isEmpty();
        assertThatThrownBy(() -> gate.drain(ADMIN))
                .isInstanceOf(DependencyUnavailableException.class);
    }
}
