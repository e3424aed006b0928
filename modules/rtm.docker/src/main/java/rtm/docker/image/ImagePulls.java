package rtm.docker.image;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.DaemonDescription.Pulling;
import rtm.domain.time.Durations;

/** Pulls images: a reference has one pull at a time, which all callers share. */
public final class ImagePulls {

    private static final Log LOG = Log.of(ImagePulls.class);

    /**
     * How long a successful pull is still shared after its end: a caller may have looked for the
     * image just before it arrived.
     */
    private static final Duration STILL_SHARED = Duration.ofSeconds(1);

    private final DockerCalls calls;
    private final ImageInspections images;
    private final RegistryCredentials credentials;
    private final Duration timeout;
    private final Duration stallTimeout;
    private final Map<ImageReference, SharedPull> pulls = new ConcurrentHashMap<>();

    /**
     * @param credentials the credentials for registries
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
        PullProgress progress = new PullProgress();
        SharedPull fresh = new SharedPull(() -> pullNow(image, progress), progress);
        SharedPull shared =
                pulls.compute(
                        image,
                        (_, present) -> present == null || present.stale() ? fresh : present);
        if (shared == fresh) {
            // On its own thread: if this caller stops waiting, the pull continues for the others.
            Thread.ofVirtual().name("docker-pull-" + image).start(Context.current().wrap(shared));
        }
        shared.await(image);
    }

    /** The pulls in progress. */
    public List<Pulling> running() {
        List<Pulling> running = new ArrayList<>();
        pulls.forEach((image, pull) -> {
            if (!pull.isDone()) {
                PullProgress progress = pull.progress;
                running.add(
                        new Pulling(
                                image,
                                progress.lasted(),
                                progress.still(),
                                progress.words(),
                                stallTimeout,
                                timeout));
            }
        });
        return running;
    }

    private void pullNow(ImageReference image, PullProgress progress) {
        LOG.info("image pull started", LogField.of("image", image));
        long startedAt = System.nanoTime();
        PullStream stream = new PullStream(image, credentials, progress);
        PendingCall<Boolean> call = calls.start("pull image", timeout, stream::read);
        try {
            awaitEnd(image, progress, call);
            confirm(image, call.await());
        } finally {
            call.cancel();
        }
        LOG.info(
                "image pulled",
                LogField.of("image", image),
                LogField.of("duration_ms", (System.nanoTime() - startedAt) / 1_000_000));
    }

    private void awaitEnd(ImageReference image, PullProgress progress, PendingCall<Boolean> call) {
        Duration patience = Durations.shorter(stallTimeout, timeout);
        while (!call.endsWithin(patience)) {
            if (call.left().isZero()) {
                throw refused(PullFailure.tookTooLong(image, timeout));
            }
            Duration still = progress.still();
            if (still.compareTo(stallTimeout) >= 0) {
                throw refused(PullFailure.stalled(image, stallTimeout));
            }
            patience = Durations.shorter(stallTimeout.minus(still), call.left());
        }
    }

    private void confirm(ImageReference image, boolean ended) {
        if (!ended) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER, "the pull of " + image + " broke off", null);
        }
        if (images.labels(image).isEmpty()) {
            throw refused("Docker pulled " + image + ", but this host does not have it");
        }
    }

    private static DaemonRefusedException refused(String words) {
        return new DaemonRefusedException(words, null);
    }

    /** One pull and its waiting callers. */
    private static final class SharedPull extends FutureTask<Boolean> {

        private final PullProgress progress;
        private volatile long ended;
        private volatile boolean succeeded;

        SharedPull(Runnable pull, PullProgress progress) {
            super(pull, true);
            this.progress = progress;
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
                        Dependency.DOCKER, "waiting for " + image + " was interrupted", e);
            } catch (ExecutionException e) {
                throw again(e);
            }
        }

        /** Each caller throws its own exception; they share only the cause. */
        private static RuntimeException again(ExecutionException failed) {
            return switch (failed.getCause()) {
                case DaemonRefusedException e -> new DaemonRefusedException(e.text(), e);
                case DependencyUnavailableException e -> e;
                case null, default -> new IllegalStateException("a pull failed", failed);
            };
        }
    }
}
