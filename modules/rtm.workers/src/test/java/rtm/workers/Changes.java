package rtm.workers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Wakes a waiting test after each call of a port, so that it need not sleep. */
final class Changes {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Some conditions become true a moment after the last call of a port. */
    private static final long LOOK_ANYWAY_MILLIS = 10;

    synchronized void note() {
        notifyAll();
    }

    synchronized void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come: " + what);
            }
            wait(LOOK_ANYWAY_MILLIS);
        }
    }
}
