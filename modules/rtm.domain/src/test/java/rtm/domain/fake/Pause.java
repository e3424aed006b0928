package rtm.domain.fake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point at which a fake's call pauses until the test releases it. */
public final class Pause {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    public Pause() {}

    /**
     * Waits until a call pauses here.
     *
     * @throws AssertionError if none comes within half a minute
     */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no call came to the place where it was to pause");
        }
    }

    /** Whether a call pauses or paused here. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** Releases the call. */
    public void release() {
        released.countDown();
    }

    /** Pauses; called by the fake's call. */
    public void standStill() throws InterruptedException {
        reached.countDown();
        if (!released.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody released a paused call");
        }
    }
}
