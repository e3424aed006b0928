package rtm.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that were let in and are not yet answered, so that a drain can wait. */
final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;
    private boolean draining;

    /** Admits a request, unless the drain has started. The result may be closed more than once. */
    Optional<Ticket> enter() {
        lock.lock();
        try {
            if (draining) {
                return Optional.empty();
            }
            count++;
            return Optional.of(new Ticket());
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, and waits until all are out; false when the time was too short. */
    boolean drain(Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lockInterruptibly();
        try {
            draining = true;
            while (count > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            count--;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One request that was let in. */
    final class Ticket {

        private final AtomicBoolean left = new AtomicBoolean();

        private Ticket() {}

        void close() {
            if (left.compareAndSet(false, true)) {
                leave();
            }
        }
    }
}
