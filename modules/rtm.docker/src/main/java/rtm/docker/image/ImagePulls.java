package rtm.docker.image;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.PendingCall;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.EngineRefusedException;
import rtm.domain.time.Durations;

/** Pulls images: one pull of a reference at a time, shared by all who ask for it meanwhile. */
public final class ImagePulls {

    private static final Log LOG = Log.of(ImagePulls.class);

    /**
     * A pull that succeeded is shared for this long after its end as well, by those who looked for
     * the image just before it was there.
     */
    private static final Duration STILL_SHARED = Duration.ofSeconds(1);

    private final DockerCalls calls;
    private final ImageInspections images;
    private final RegistryCredentials credentials;
    private final Duration timeout;
    private final Duration stallTimeout;
    private final Map<ImageReference, SharedPull> pulls = new ConcurrentHashMap<>();

    /**
     * @param credentials what registries accept
     * @param timeout for a pull as a whole
     * @param stallTimeout for a pull without any progress
     */
    public ImagePulls(
            DockerCalls calls,
            ImageInspections images,
            RegistryCredentials credentials,
            Duration timeout,
            Duration stallTimeout) {
        this.calls = calls;
        this.images = images;
        this.credentials = credentials;
        this.timeout = timeout;
        this.stallTimeout = stallTimeout;
    }

    public void pull(ImageReference image) {
        pulls.values().removeIf(SharedPull::stale);
        SharedPull fresh = new SharedPull(() -> pullNow(image));
        SharedPull shared =
                pulls.compute(
                        image,
                        (_, present) -> present == null || present.stale() ? fresh : present);
        if (shared == fresh) {
            // On a thread of its own: the pull goes on for the others when this caller leaves.
            Thread.ofVirtual().name("docker-pull-" + image).start(Context.current().wrap(shared));
        }
        shared.await(image);
    }

    private void pullNow(ImageReference image) {
        LOG.info("image pull started", LogField.of("image", image));
        long begun = System.nanoTime();
        PullStream stream = new PullStream(image, credentials.header(image));
        PendingCall<Boolean> call = calls.begin("pull image", timeout, stream::read);
        try {
            awaitEnd(image, stream, call);
            confirm(image, call.await());
        } finally {
            call.giveUp();
        }
        LOG.info(
                "image pulled",
                LogField.of("image", image),
                LogField.of("duration_ms", (System.nanoTime() - begun) / 1_000_000));
    }

    private void awaitEnd(ImageReference image, PullStream stream, PendingCall<Boolean> call) {
        Duration patience = Durations.shorter(stallTimeout, timeout);
        while (!call.over(patience)) {
            if (call.left().isZero()) {
                throw refused(PullFailure.tookTooLong(image, timeout));
            }
            Duration still = stream.stillFor();
            if (still.compareTo(stallTimeout) >= 0) {
                throw refused(PullFailure.stalled(image, stallTimeout));
            }
            patience = Durations.shorter(stallTimeout.minus(still), call.left());
        }
    }

    private void confirm(ImageReference image, boolean ended) {
        if (!ended) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER, "the pull of " + image + " was cut off", null);
        }
        if (images.labels(image).isEmpty()) {
            throw refused("Docker pulled " + image + ", and then this host did not have it");
        }
    }

    private static EngineRefusedException refused(String words) {
        return new EngineRefusedException(words, null);
    }

    /** One pull and those who wait for it. */
    private static final class SharedPull extends FutureTask<Boolean> {

        private volatile long ended;
        private volatile boolean succeeded;

        SharedPull(Runnable pull) {
            super(pull, true);
        }

        @Override
        protected void set(Boolean value) {
            ended = System.nanoTime();
            succeeded = true;
            super.set(value);
        }

        boolean stale() {
            return isDone() && (!succeeded || System.nanoTime() - ended > STILL_SHARED.toNanos());
        }

        void await(ImageReference image) {
            try {
                get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DependencyUnavailableException(
                        Dependency.DOCKER, "waiting for " + image + " was cut off", e);
            } catch (ExecutionException e) {
                throw again(e);
            }
        }

        /** Each caller throws its own exception; they share only the cause. */
        private static RuntimeException again(ExecutionException failed) {
            return switch (failed.getCause()) {
                case EngineRefusedException e -> new EngineRefusedException(e.text(), e);
                case DependencyUnavailableException e -> e;
                case null, default -> new IllegalStateException("a pull failed", failed);
            };
        }
    }
}
