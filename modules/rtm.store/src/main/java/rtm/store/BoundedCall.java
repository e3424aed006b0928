package rtm.store;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/** Sets one deadline for a call that waits several times. */
final class BoundedCall {

    /** The reason of a call that missed its deadline. */
    static final String LATE = "no answer";

    private BoundedCall() {}

    /**
     * Runs work on its own thread. At the deadline, or if the caller is interrupted, the thread is
     * interrupted; an interrupted read closes its connection.
     */
    static void run(Duration limit, String name, Runnable work) {
        FutureTask<Boolean> task = new FutureTask<>(work, true);
        Thread.ofVirtual().name(name).start(task);
        try {
            task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new DependencyUnavailableException(
                    Dependency.POSTGRES,
                    "it did not answer within " + limit.toMillis() + " ms",
                    e,
                    LATE);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while waiting for its answer", e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static DependencyUnavailableException unavailable(String words, Exception cause) {
        return new DependencyUnavailableException(Dependency.POSTGRES, words, cause);
    }
}
