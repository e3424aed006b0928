package rtm.domain.time;

import java.time.Duration;

/** A moment by which something has to be done, on the monotonic clock. */
public final class Deadline {

    private final long nanos;
    private final Duration length;

    private Deadline(Duration length) {
        this.nanos = System.nanoTime() + length.toNanos();
        this.length = length;
    }

    /** So long from now. */
    public static Deadline in(Duration length) {
        return new Deadline(length);
    }

    /** How far away it was when it was set, for messages. */
    public Duration length() {
        return length;
    }

    /** The time that is left; zero once it is past. */
    public Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /** The time that is left if so much of it is set aside; zero if that is all. */
    public Duration leftBut(Duration reserve) {
        Duration left = left().minus(reserve);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The nanoseconds that are left; zero once it is past. */
    public long nanosLeft() {
        return Math.max(0, nanos - System.nanoTime());
    }

    /** Whether it is past. */
    public boolean past() {
        return nanosLeft() == 0;
    }
}
