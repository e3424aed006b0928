package rtm.workers.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;

class StateWatchTest {

    private static final Duration INTERVAL = Duration.ofMinutes(5);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final List<Duration> slept = new ArrayList<>();
    private final AtomicBoolean away = new AtomicBoolean();
    private WorkersWorld world;
    private StateWatch watch;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        TestProcess process = world.process();
        process.gate.before((call, _) -> {
            if (away.get() && call.startsWith("RuntimeStore.")) {
                throw new DependencyUnavailableException(Dependency.POSTGRES, "no answer", null);
            }
        });
        watch = new StateWatch(process.useCases.gameStates(), INTERVAL, this::sleep);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    private void sleep(Duration time) throws InterruptedException {
        slept.add(time);
        away.set(false);
        if (slept.size() == 2) {
            throw new InterruptedException();
        }
    }

    @Test
    void itChecksAtOnceAndThenOncePerInterval() {
        assertThatThrownBy(watch::run).isInstanceOf(InterruptedException.class);

        assertThat(slept).containsExactly(INTERVAL, INTERVAL);
        assertThat(world.folders.mark()).isPresent();
    }

    @Test
    void aFailedCheckIsRepeatedAfterTheInterval() {
        away.set(true);

        assertThatThrownBy(watch::run).isInstanceOf(InterruptedException.class);

        assertThat(world.folders.mark()).isPresent();
        assertThat(log.lines("WARN", "state of the games cannot be checked")).hasSize(1);
        assertThat(log.lines("INFO", "state of the games can be checked again")).hasSize(1);
    }
}
