package rtm.main.telemetry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A value that is read again only if the last one is too old. */
final class Recent<T> {

    private final Duration fresh;
    private final Supplier<T> look;
    private Optional<T> seen = Optional.empty();
    private long seenAt;

    Recent(Duration fresh, Supplier<T> look) {
        this.fresh = fresh;
        this.look = look;
    }

    /** The value; if reading fails, the exception is thrown and not remembered. */
    synchronized T look() {
        if (seen.isPresent() && System.nanoTime() - seenAt < fresh.toNanos()) {
            return seen.get();
        }
        T value = look.get();
        seen = Optional.of(value);
        seenAt = System.nanoTime();
        return value;
    }
}
