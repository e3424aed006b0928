package rtm.domain.fake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place at which a fake's call stands still until the test lets it go on. */
public final class Pause {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    public Pause() {}

    /**
     * Waits until a call stands here.
     *
     * @throws AssertionError if none comes within half a minute
     */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no call came to the place where it was to pause");
        }
    }

    /** Whether a call stands here, or stood here. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** Lets the call go on. */
    public void release() {
        released.countDown();
    }

    /** Stands still; what a call does. */
    public void standStill() throws InterruptedException {
        reached.countDown();
        if (!released.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody released a paused call");
        }
    }
}
