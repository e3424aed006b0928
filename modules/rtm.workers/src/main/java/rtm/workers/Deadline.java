package rtm.workers;

import java.time.Duration;

/** A moment by which something has to be done, on the monotonic clock. */
final class Deadline {

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** So long from now. */
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** The time that is left; zero once it is past. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** The time that is left if so much of it is set aside. */
    Duration leftBut(Duration reserve) {
        Duration left = left().minus(reserve);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether it is past. */
    boolean past() {
        return left().isZero();
    }
}
