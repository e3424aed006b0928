package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.Pause;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/** How every {@link ContainerDaemon} reads image labels and pulls images. */
abstract class ImageContract extends DaemonSuite {

    @Test
    void theLabelsOfAnImageOnTheHostAreReturned() {
        assertThat(daemon().imageLabels(under().labelledImage()))
                .hasValueSatisfying(
                        labels -> assertThat(labels).containsEntry(Labels.PIDS_LIMIT, "64"));
        assertThat(daemon().imageLabels(under().absentImage())).isEmpty();
    }

    @Test
    void pullingBringsTheImageToTheHost() {
        ImageReference image = under().imageInRegistry();
        assertThat(daemon().imageLabels(image)).isEmpty();
        daemon().pull(image);
        assertThat(daemon().imageLabels(image)).isPresent();
        assertThat(under().pullsSeen(image)).isOne();
    }

    @Test
    void fiftyCallersShareOnePull() throws Exception {
        ImageReference image = under().imageInRegistry();
        Pause pause = under().holdNextPull();
        List<FutureTask<Void>> pulls = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FutureTask<Void> pull = new FutureTask<>(() -> daemon().pull(image), null);
            pulls.add(pull);
            callers.add(Thread.ofVirtual().name("caller-" + i).start(pull));
        }
        pause.awaitReached();
        awaitWaiting(callers);
        pause.release();
        for (FutureTask<Void> pull : pulls) {
            pull.get(1, TimeUnit.MINUTES);
        }
        assertThat(under().pullsSeen(image)).isOne();
    }

    @Test
    void anImageThatNoRegistryHasIsRefusedByName() {
        assertThatThrownBy(() -> daemon().pull(under().absentImage()))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining(under().absentImage().toString());
    }

    private static void awaitWaiting(List<Thread> callers) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!callers.stream().allMatch(ImageContract::waits)) {
            assertThat(System.nanoTime()).as("all callers wait for the pull").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
    }
}
