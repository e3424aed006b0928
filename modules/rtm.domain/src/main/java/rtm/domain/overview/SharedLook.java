package rtm.domain.overview;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;

/**
 * A look at something that may hang. All callers share one look at a time, and its result while
 * that is fresh; so a part that hangs costs one thread, however many ask.
 */
final class SharedLook<T> {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<T> look;
    private final ThreadFactory threads;
    private @Nullable Look<T> last;

    private SharedLook(ThreadFactory threads, Supplier<T> look) {
        this.threads = threads;
        this.look = look;
    }

    /** A look that waits for a network or a lock. */
    static <T> SharedLook<T> of(Supplier<T> look) {
        return new SharedLook<>(Thread.ofVirtual().name("status-", 0).factory(), look);
    }

    /** A look that waits for a disk, which would hold a carrier of virtual threads. */
    static <T> SharedLook<T> ofDisk(Supplier<T> look) {
        return new SharedLook<>(Thread.ofPlatform().daemon().name("status-disk").factory(), look);
    }

    /** One look. */
    private static final class Look<T> {
        private final CompletableFuture<Part<T>> answer = new CompletableFuture<>();
        private long endedAt;

        boolean isFresh() {
            return answer.isDone() && System.nanoTime() - endedAt < FRESH.toNanos();
        }

        void end(Part<T> seen) {
            endedAt = System.nanoTime();
            answer.complete(seen);
        }
    }

    /** Starts to look, unless a look is under way or fresh. */
    synchronized CompletableFuture<Part<T>> start() {
        Look<T> present = last;
        if (present != null && (!present.answer.isDone() || present.isFresh())) {
            return present.answer;
        }
        Look<T> next = new Look<>();
        last = next;
        threads.newThread(() -> next.end(seen())).start();
        return next.answer;
    }

    /** What was seen a moment ago. */
    synchronized Optional<T> fresh() {
        Look<T> present = last;
        return present != null && present.isFresh()
                ? present.answer.join().seen()
                : Optional.empty();
    }

    /** This is known now, in place of what was seen or is being looked at. */
    synchronized void saw(T known) {
        Look<T> noted = new Look<>();
        noted.end(new Part.Seen<>(known));
        last = noted;
    }

    /** What was seen, or is being looked at, no longer counts for those who ask from now on. */
    synchronized void forget() {
        last = null;
    }

    private Part<T> seen() {
        try {
            return new Part.Seen<>(look.get());
        } catch (DependencyUnavailableException away) {
            return new Part.Missing<>(away.text());
        } catch (RuntimeException failed) {
            return new Part.Missing<>(String.valueOf(failed.getMessage()));
        }
    }

    /** The result of a look, or that it takes too long. */
    static <T> Part<T> await(CompletableFuture<Part<T>> look, Deadline deadline)
            throws InterruptedException {
        try {
            return look.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Part.Missing<>(
                    "no answer within %d ms".formatted(deadline.length().toMillis()));
        } catch (ExecutionException defect) {
            return new Part.Missing<>(String.valueOf(defect.getCause()));
        }
    }
}
