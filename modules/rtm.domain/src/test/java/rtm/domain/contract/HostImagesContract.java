package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.upkeep.HostImages;

/** How every {@link HostImages} lists and removes. */
abstract class HostImagesContract extends DaemonSuite {

    private HostImages images() {
        return under().images();
    }

    private Optional<HostImage> listed(ImageReference name) {
        return images().named().stream()
                .filter(image ->
                        image.names().stream()
                                .anyMatch(each -> each.familiar().equals(name.familiar())))
                .findFirst();
    }

    private ImageReference pulled() {
        ImageReference image = under().imageInRegistry();
        daemon().pull(image);
        return image;
    }

    @Test
    void anImageIsListedByItsName() {
        HostImage image = listed(under().runnableImage()).orElseThrow();
        assertThat(image.id()).startsWith("sha256:");
        assertThat(image.createdAt()).isBefore(Instant.now());
        assertThat(image.bytes()).isPositive();
        assertThat(listed(under().absentImage())).isEmpty();
        assertThat(images().namedAt(under().absentImage())).isEmpty();
    }

    @Test
    void theImageOfEachContainerIsUsedInAnyState() {
        running(newGame());

        assertThat(images().usedByContainers())
                .contains(listed(under().runnableImage()).orElseThrow().id());
    }

    @Test
    void anUnusedImageIsRemoved() {
        ImageReference image = pulled();
        assertThat(listed(image)).isPresent();

        assertThat(images().removeIf(image, () -> true)).isTrue();

        assertThat(listed(image)).isEmpty();
        assertThat(daemon().imageLabels(image)).isEmpty();
        assertThat(images().removeIf(image, () -> true)).isTrue();
    }

    @Test
    void anImageThatIsUsedAfterAllStays() {
        ImageReference image = pulled();

        assertThat(images().removeIf(image, () -> false)).isFalse();

        assertThat(daemon().imageLabels(image)).isPresent();
    }

    @Test
    void anImageThatAContainerUsesIsRefused() {
        created(newGame());

        assertThatThrownBy(() -> images().removeIf(under().runnableImage(), () -> true))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("conflict");
        assertThat(daemon().imageLabels(under().runnableImage())).isPresent();
    }

    @Test
    void whoAsksForAnImageWaitsUntilItIsRemoved() throws Exception {
        ImageReference image = pulled();
        CountDownLatch asked = new CountDownLatch(1);
        Thread asking =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            assertThat(daemon().imageLabels(image)).isEmpty();
                            asked.countDown();
                        });

        assertThat(
                        images().removeIf(
                                        image,
                                        () -> {
                                            asking.start();
                                            return waits(asking);
                                        }))
                .isTrue();

        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean waits(Thread thread) {
        while (thread.getState() == Thread.State.RUNNABLE
                || thread.getState() == Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        return thread.getState() != Thread.State.TERMINATED;
    }
}
