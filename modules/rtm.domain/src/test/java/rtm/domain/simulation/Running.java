package rtm.domain.simulation;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that runs on a thread of its own, with what came of it. */
public final class Running<T> {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final FutureTask<T> task;
    private final Thread thread;

    private Running(Callable<T> work) {
        task = new FutureTask<>(work);
        thread = Thread.ofVirtual().name("test-running").start(task);
    }

    public static <T> Running<T> of(Callable<T> work) {
        return new Running<>(work);
    }

    /** Tells its thread to stop. */
    public void interrupt() {
        thread.interrupt();
    }

    public boolean done() {
        return task.isDone();
    }

    /** What it returned. */
    public T answer() throws InterruptedException {
        try {
            return task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("it did not end well", e);
        }
    }

    /** What it threw. */
    public Throwable failure() throws InterruptedException {
        try {
            T answer = task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("it ended well: " + answer);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("it did not end", e);
        }
    }
}
