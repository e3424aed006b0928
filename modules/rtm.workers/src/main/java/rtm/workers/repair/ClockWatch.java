package rtm.workers.repair;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/** Notices that the wall clock was set: it moved by more than time has passed. */
public final class ClockWatch {

    /** Smaller corrections are usual. */
    private static final Duration SMALLEST = Duration.ofMinutes(1);

    private static final Log LOG = Log.of(ClockWatch.class);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private Instant lastWall;
    private long lastNanos;

    /**
     * Watches from now on.
     *
     * @param nanos a monotonic clock, in nanoseconds
     */
    public ClockWatch(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.lastWall = wall.instant();
        this.lastNanos = nanos.getAsLong();
    }

    /** Compares with the last look, and logs a jump. */
    void look() {
        Instant now = wall.instant();
        long monotonic = nanos.getAsLong();
        Duration jump = Duration.between(lastWall, now).minusNanos(monotonic - lastNanos);
        lastWall = now;
        lastNanos = monotonic;
        if (jump.abs().compareTo(SMALLEST) > 0) {
            LOG.warn(
                    "the clock of this machine was set",
                    LogField.of("by", jump),
                    LogField.of("now", now));
        }
    }
}
