package rtm.domain.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set, or advances a little at each reading. */
public final class SettableClock implements InstantSource {

    private final Duration tick;
    private Instant now;

    /** A clock that stands still. */
    public SettableClock(Instant now) {
        this(now, Duration.ZERO);
    }

    /** A clock that advances by this step after each reading. */
    public SettableClock(Instant now, Duration tick) {
        this.now = now;
        this.tick = tick;
    }

    @Override
    public synchronized Instant instant() {
        Instant read = now;
        now = now.plus(tick);
        return read;
    }

    /** Advances the time. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
