package rtm.domain.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as operators read them. */
public final class Ages {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final long DAYS_IN_HOURS = 48;
    private static final long HOURS_IN_MINUTES = 120;
    private static final long MINUTES_IN_SECONDS = 120;

    private Ages() {}

    /** The largest unit that leaves at least two of it, rounded down: 45s, 3m, 26h, 3d. */
    public static String since(Instant then, Instant now) {
        return of(Duration.between(then, now));
    }

    /** The same for a duration; a negative one, of clocks that disagree, counts as none. */
    public static String of(Duration age) {
        Duration shown = age.isNegative() ? Duration.ZERO : age;
        if (shown.toHours() >= DAYS_IN_HOURS) {
            return shown.toDays() + "d";
        }
        if (shown.toMinutes() >= HOURS_IN_MINUTES) {
            return shown.toHours() + "h";
        }
        if (shown.toSeconds() >= MINUTES_IN_SECONDS) {
            return shown.toMinutes() + "m";
        }
        return shown.toSeconds() + "s";
    }

    /** In UTC, as in the log. */
    public static String time(Instant time) {
        return TIME.format(time);
    }
}
