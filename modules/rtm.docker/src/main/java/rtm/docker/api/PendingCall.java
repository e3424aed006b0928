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
    private final DockerErrorMapper trouble;
    private final Deadline deadline;

    PendingCall(FutureTask<T> task, DockerErrorMapper trouble, Duration length) {
        this.task = task;
        this.trouble = trouble;
        this.deadline = Deadline.in(length);
    }

    /**
     * Waits for the answer, until the deadline at most; whatever happens, the call is over then.
     */
    public T await() {
        try {
            return task.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw trouble.unavailable(
                    "did not answer within "
                            + DockerMessages.say(deadline.length())
                            + " (%s)".formatted(trouble.what()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw trouble.unavailable(trouble.what() + " was cut off", e);
        } catch (CancellationException e) {
            throw trouble.unavailable(trouble.what() + " was cut off", e);
        } catch (ExecutionException e) {
            throw trouble.translate(e);
        } finally {
            task.cancel(true);
        }
    }

    /** Waits for the answer for a while, and tells whether it is there, or the call has failed. */
    public boolean over(Duration atMost) {
        try {
            task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw trouble.unavailable(trouble.what() + " was cut off", e);
        } catch (ExecutionException | CancellationException _) {
            return true;
        }
        return true;
    }

    /** How much of its time is left. */
    public Duration left() {
        return deadline.left();
    }

    /** Gives the call up. */
    public void giveUp() {
        task.cancel(true);
    }
}
