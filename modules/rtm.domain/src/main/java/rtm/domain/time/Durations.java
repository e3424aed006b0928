package rtm.domain.time;

import java.time.Duration;

/** What {@link Duration} does not do itself. */
public final class Durations {

    private Durations() {}

    /** The shorter of two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
