package rtm.domain.time;

import java.time.Duration;

/** A moment by which something must be done, on the monotonic clock. */
public final class Deadline {

    private final long nanos;
    private final Duration length;

    private Deadline(Duration length) {
        this.nanos = System.nanoTime() + length.toNanos();
        this.length = length;
    }

    /** A deadline this long from now. */
    public static Deadline in(Duration length) {
        return new Deadline(length);
    }

    /** The time from its creation to the deadline, for messages. */
    public Duration length() {
        return length;
    }

    /** The remaining time; zero once it is past. */
    public Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /** The remaining time minus a reserve; zero if nothing remains. */
    public Duration leftAfterReserve(Duration reserve) {
        Duration left = left().minus(reserve);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The remaining nanoseconds; zero once it is past. */
    public long nanosLeft() {
        return Math.max(0, nanos - System.nanoTime());
    }

    /** Whether it is past. */
    public boolean past() {
        return nanosLeft() == 0;
    }
}
