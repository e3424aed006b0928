package rtm.workers.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A sleep that others may end early. One thread sleeps at a time. */
public final class WakeableSleep implements Rounds.Sleep {

    private final Semaphore woken = new Semaphore(0);

    /** Ends the sleep, or the next one if nobody sleeps. */
    public void wake() {
        woken.release();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (woken.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            woken.drainPermits();
        }
    }
}
