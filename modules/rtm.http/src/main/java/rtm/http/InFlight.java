package rtm.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the admitted requests that are not answered yet, so that a drain can wait. */
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

    /** Admits no more requests and waits until all are answered; false if time ran out. */
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

    /** One admitted request. */
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
