package rtm.http;

import java.util.concurrent.Semaphore;

/** How many requests are worked on at once; more are refused, not queued. */
final class ConcurrencyLimit {

    private final Semaphore free;

    ConcurrencyLimit(int most) {
        free = new Semaphore(most);
    }

    boolean tryEnter() {
        return free.tryAcquire();
    }

    void leave() {
        free.release();
    }
}
