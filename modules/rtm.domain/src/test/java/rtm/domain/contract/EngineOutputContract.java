package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerId;
import rtm.domain.port.ContainerDaemon;

/** How every {@link ContainerDaemon} returns the output of its engines. */
abstract class EngineOutputContract extends DaemonSuite {

    private static final int MOST = 1 << 20;

    @Test
    void theOutputOfAnEngineIsReturnedWhileItRunsAndAfterItsEnd() {
        ContainerId id = created(newGame());
        assertThat(output(id)).isEmpty();
        daemon().start(id);
        awaitOutput(id, 1);
        List<String> running = output(id);
        daemon().stop(id, SHORT);

        assertThat(output(id)).startsWith(running.getFirst()).hasSizeGreaterThan(1);
    }

    @Test
    void onlyTheLastLinesAreReturnedAndOnlyWholeOnes() {
        ContainerId id = created(newGame());
        for (int written = 0; written < 3; written = output(id).size()) {
            daemon().start(id);
            awaitOutput(id, written + 1);
            daemon().stop(id, SHORT);
        }
        List<String> all = output(id);
        String last = all.getLast() + "\n";
        int size = last.getBytes(StandardCharsets.UTF_8).length;

        assertThat(daemon().logs(id, 2, MOST).orElseThrow().lines())
                .containsExactlyElementsOf(all.subList(all.size() - 2, all.size()));
        assertThat(daemon().logs(id, 100, size)).contains(last);
        assertThat(daemon().logs(id, 100, size + 1)).contains(last);
    }

    @Test
    void theOutputOfAContainerThatIsGoneIsGone() {
        ContainerId id = created(newGame());
        daemon().remove(id);
        assertThat(daemon().logs(id, 10, MOST)).isEmpty();
    }

    private List<String> output(ContainerId id) {
        return daemon().logs(id, 100, MOST).orElseThrow().lines().toList();
    }

    private void awaitOutput(ContainerId id, int lines) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (output(id).size() < lines) {
            assertThat(System.nanoTime()).as("the engine writes").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
