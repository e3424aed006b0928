package rtm.docker.image;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import rtm.docker.api.DockerCalls;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ImageReference;

/**
 * Removes images. Who asks for an image that is being removed waits for the end of it, so that an
 * operation finds the image or pulls it, and never loses it in between.
 */
public final class ImageRemovals {

    private static final int NOT_FOUND = 404;

    private final DockerCalls calls;
    private final Map<String, CountDownLatch> removing = new ConcurrentHashMap<>();

    public ImageRemovals(DockerCalls calls) {
        this.calls = calls;
    }

    /** Waits while this image is being removed. */
    public void settled(ImageReference image) {
        CountDownLatch removal = removing.get(image.familiar());
        if (removal == null) {
            return;
        }
        try {
            if (!removal.await(calls.deadlines().remove().toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(image, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(image, e);
        }
    }

    /** Asks, and removes; see {@link rtm.domain.port.upkeep.HostImages}. */
    public boolean removeIf(ImageReference image, BooleanSupplier unused) {
        CountDownLatch mine = new CountDownLatch(1);
        if (removing.putIfAbsent(image.familiar(), mine) != null) {
            throw busy(image, null);
        }
        try {
            if (!unused.getAsBoolean()) {
                return false;
            }
            remove(image);
            return true;
        } finally {
            removing.remove(image.familiar());
            mine.countDown();
        }
    }

    private void remove(ImageReference image) {
        calls.run(
                "remove image",
                calls.deadlines().remove(),
                docker -> {
                    try {
                        docker.client().removeImageCmd(image.value()).exec();
                    } catch (com.github.dockerjava.api.exception.NotFoundException gone) {
                        if (gone.getHttpStatus() != NOT_FOUND) {
                            throw gone;
                        }
                    }
                });
    }

    private static DependencyUnavailableException busy(
            ImageReference image, @org.jspecify.annotations.Nullable Throwable cause) {
        return new DependencyUnavailableException(
                Dependency.DOCKER, "is removing image " + image, cause);
    }
}
