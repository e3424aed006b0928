package rtm.streams;

import java.time.Duration;

/**
 * A moment on the monotonic clock by which an answer has to be there.
 *
 * @param nanos as {@link System#nanoTime} counts
 * @param length how long it was away when it was set, for messages
 */
record Deadline(long nanos, Duration length) {

    static Deadline in(Duration length) {
        return new Deadline(System.nanoTime() + length.toNanos(), length);
    }

    long nanosLeft() {
        return nanos - System.nanoTime();
    }

    boolean passed() {
        return nanosLeft() <= 0;
    }
}
