package rtm.domain.fake;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/** The images of a {@link FakeContainerDaemon}, the registry behind it, and how engines behave. */
public final class FakeImages {

    private final Map<ImageReference, Map<String, String>> present = new ConcurrentHashMap<>();
    private final Map<ImageReference, Map<String, String>> pullable = new ConcurrentHashMap<>();
    private final Map<ImageReference, String> pullRefusals = new ConcurrentHashMap<>();
    private final Map<String, String> startRefusals = new ConcurrentHashMap<>();
    private final Map<String, ContainerState> onceStarted = new ConcurrentHashMap<>();
    private final Map<ImageReference, CompletableFuture<ImageReference>> running = new HashMap<>();
    private final Map<ImageReference, Instant> builtAt = new ConcurrentHashMap<>();
    private final Map<ImageReference, Instant> namedAt = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> removing = new ConcurrentHashMap<>();
    private volatile boolean any;
    private final AtomicLong pulls = new AtomicLong();

    FakeImages() {}

    /** The host has this image. */
    public void add(ImageReference image, Map<String, String> labels) {
        present.put(image, Map.copyOf(labels));
    }

    /** The host has this image, which carries no labels. */
    public void add(ImageReference image) {
        add(image, Map.of());
    }

    /** The host has every image that is asked for; those that were not added carry no labels. */
    public void addAll() {
        any = true;
    }

    /** The registry has this image, with the labels it will have on the host. */
    public void addToRegistry(ImageReference image, Map<String, String> labels) {
        pullable.put(image, Map.copyOf(labels));
        pullRefusals.remove(image);
    }

    /** The registry refuses this image with this message. */
    public void refusePull(ImageReference image, String words) {
        pullRefusals.put(image, words);
    }

    /** When the image was built; a long time ago unless a test says so. */
    public void builtAt(ImageReference image, Instant time) {
        builtAt.put(image, time);
    }

    /** When the image was pulled. */
    public void namedAt(ImageReference image, Instant time) {
        namedAt.put(image, time);
    }

    List<HostImage> all() {
        return present.keySet().stream()
                .map(image ->
                        new HostImage(
                                id(image.value()),
                                List.of(new ImageReference(image.familiar())),
                                List.of(),
                                builtAt.getOrDefault(image, Instant.EPOCH),
                                1_000_000))
                .toList();
    }

    static String id(String image) {
        return "sha256:" + ImageReference.parse(image).map(ImageReference::familiar).orElse(image);
    }

    Optional<Instant> whenNamed(ImageReference image) {
        return Optional.ofNullable(namedAt.get(image));
    }

    boolean removeIf(ImageReference image, BooleanSupplier unused, Runnable check) {
        CountDownLatch mine = new CountDownLatch(1);
        removing.put(image.familiar(), mine);
        try {
            if (!unused.getAsBoolean()) {
                return false;
            }
            check.run();
            present.keySet().removeIf(name -> name.familiar().equals(image.familiar()));
            return true;
        } finally {
            removing.remove(image.familiar());
            mine.countDown();
        }
    }

    /** Waits while this image is being removed. */
    void settle(ImageReference image) {
        CountDownLatch removal = removing.get(image.familiar());
        if (removal != null) {
            try {
                removal.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The host loses this image. */
    public void forget(ImageReference image) {
        present.remove(image);
    }

    /** The start of containers of this image is refused with this message. */
    public void refuseStart(ImageReference image, String words) {
        startRefusals.put(image.toString(), words);
    }

    /** Containers of this image start again. */
    public void allowStart(ImageReference image) {
        startRefusals.remove(image.toString());
    }

    /** The engine of this image ends as soon as it is started. */
    public void exitOnceStarted(ImageReference image) {
        onceStarted.put(image.toString(), ContainerState.EXITED);
    }

    /** The number of pulls that the registry saw; a shared pull counts once. */
    public long pulls() {
        return pulls.get();
    }

    Optional<Map<String, String>> labels(ImageReference image) {
        return Optional.ofNullable(
                any ? present.getOrDefault(image, Map.of()) : present.get(image));
    }

    Optional<String> startRefusal(String image) {
        return Optional.ofNullable(startRefusals.get(image));
    }

    ContainerState stateOnceStarted(String image) {
        return onceStarted.getOrDefault(image, ContainerState.RUNNING);
    }

    /** Pulls, or waits for the pull that another caller started. */
    void pull(ImageReference image, Runnable before, Runnable after) {
        CompletableFuture<ImageReference> mine = new CompletableFuture<>();
        CompletableFuture<ImageReference> shared;
        synchronized (running) {
            shared = running.putIfAbsent(image, mine);
        }
        if (shared != null) {
            await(shared);
            return;
        }
        try {
            before.run();
            pulls.incrementAndGet();
            present.put(image, fromRegistry(image));
            after.run();
            mine.complete(image);
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (running) {
                running.remove(image);
            }
        }
    }

    private Map<String, String> fromRegistry(ImageReference image) {
        @Nullable String words = pullRefusals.get(image);
        @Nullable Map<String, String> labels = pullable.get(image);
        if (words == null && labels != null) {
            return labels;
        }
        throw new DaemonRefusedException(
                words != null ? words : "there is no image " + image + ", or no access to it",
                null);
    }

    private static void await(CompletableFuture<ImageReference> shared) {
        try {
            shared.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DependencyUnavailableException(
                    Dependency.DOCKER, "waiting for a pull was cut off", e);
        } catch (ExecutionException e) {
            throw again(e);
        }
    }

    private static RuntimeException again(ExecutionException failed) {
        return switch (failed.getCause()) {
            case DaemonRefusedException e -> new DaemonRefusedException(e.text(), e);
            case DependencyUnavailableException e -> e;
            case null, default -> new CompletionException(failed);
        };
    }
}
