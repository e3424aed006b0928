package rtm.http;

import java.util.concurrent.Semaphore;

/** How many requests are worked on at once; more are refused, not queued. */
final class Bound {

    private final Semaphore free;

    Bound(int most) {
        free = new Semaphore(most);
    }

    boolean tryEnter() {
        return free.tryAcquire();
    }

    void leave() {
        free.release();
    }
}
