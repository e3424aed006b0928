package rtm.domain.time;

import java.time.Duration;

/** Functions that {@link Duration} lacks. */
public final class Durations {

    private Durations() {}

    /** The shorter of two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
