package rtm.workers.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Confirms by a monotonic clock that the wall clock still calls everything of before a time old:
 * what {@link SecondLook} does for single things, for any number of them. Kept in memory, so after
 * a restart a time needs two looks again.
 */
final class ConfirmedTime {

    private final Duration wait;
    private final LongSupplier nanoTime;
    private @Nullable First first;

    /**
     * A look.
     *
     * @param seen when, by the monotonic clock
     */
    private record First(Instant due, long seen) {}

    /** Confirms what is still due after that time. */
    ConfirmedTime(Duration wait) {
        this(wait, System::nanoTime);
    }

    ConfirmedTime(Duration wait, LongSupplier nanoTime) {
        this.wait = wait;
        this.nanoTime = nanoTime;
    }

    /**
     * Before which time everything was due in an earlier look, long enough ago, and is due now;
     * empty if there was no such look. An earlier time than before means that the clock was wrong
     * then or is now, so the wait starts again.
     *
     * @param due everything of before that time is due now
     */
    Optional<Instant> confirmed(Instant due) {
        long now = nanoTime.getAsLong();
        First known = first;
        if (known == null || due.isBefore(known.due())) {
            known = new First(due, now);
            first = known;
        }
        if (now - known.seen() < wait.toNanos()) {
            return Optional.empty();
        }
        first = new First(due, now);
        return Optional.of(known.due());
    }
}
