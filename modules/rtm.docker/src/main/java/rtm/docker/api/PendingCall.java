package rtm.docker.api;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rtm.domain.time.Deadline;

/** A call that Docker has not answered yet. */
public final class PendingCall<T> {

    private final FutureTask<T> task;
    private final DockerErrorMapper errors;
    private final Deadline deadline;

    PendingCall(FutureTask<T> task, DockerErrorMapper errors, Duration length) {
        this.task = task;
        this.errors = errors;
        this.deadline = Deadline.in(length);
    }

    /** Waits for the answer until the deadline. In any case, the call has ended afterwards. */
    public T await() {
        try {
            return task.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw errors.unavailable(
                    "did not answer within "
                            + DockerMessages.say(deadline.length())
                            + " (%s)".formatted(errors.what()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.unavailable(errors.what() + " was interrupted", e);
        } catch (CancellationException e) {
            throw errors.unavailable(errors.what() + " was interrupted", e);
        } catch (ExecutionException e) {
            throw errors.translate(e);
        } finally {
            task.cancel(true);
        }
    }

    /** Waits up to the given time and returns whether the call has an answer or has failed. */
    public boolean endsWithin(Duration atMost) {
        try {
            task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw errors.unavailable(errors.what() + " was interrupted", e);
        } catch (ExecutionException | CancellationException _) {
            return true;
        }
        return true;
    }

    /** The time left until the deadline. */
    public Duration left() {
        return deadline.left();
    }

    /** Cancels the call, unless it has ended. */
    public void cancel() {
        task.cancel(true);
    }
}
