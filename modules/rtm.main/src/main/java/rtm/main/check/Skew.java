package rtm.main.check;

import java.time.Duration;
import java.time.Instant;

/** Evaluates the difference between two clocks. */
final class Skew {

    /** Leases and the times in records tolerate this much. */
    private static final Duration HARMLESS = Duration.ofSeconds(1);

    private static final String ADVICE =
            "synchronize both hosts by NTP: otherwise times in records, events and logs disagree";

    /** Dates in answers of HTTP have whole seconds. */
    private static final Duration HARMLESS_IN_HTTP = Duration.ofSeconds(2);

    private Skew() {}

    static Finding finding(String item, Duration ahead) {
        Duration apart = ahead.abs();
        if (apart.compareTo(HARMLESS) <= 0) {
            return Finding.ok(item, "its clock agrees with this host's");
        }
        return Finding.warn(
                item,
                "its clock is %d ms %s this host's"
                        .formatted(apart.toMillis(), ahead.isNegative() ? "behind" : "ahead of"),
                ADVICE);
    }

    /**
     * The same for another node, by the date of an answer, which has no fractions of a second.
     *
     * @param before when it was asked for, by this host's clock
     * @param after when it was there
     */
    static Finding finding(String item, String node, Instant before, Instant date, Instant after) {
        Duration ahead = Duration.between(after, date);
        Duration behind = Duration.between(date.plusSeconds(1), before);
        boolean isAhead = ahead.compareTo(behind) > 0;
        Duration apart = isAhead ? ahead : behind;
        if (apart.compareTo(HARMLESS_IN_HTTP) <= 0) {
            return Finding.ok(item, "the clock of %s agrees with this host's".formatted(node));
        }
        return Finding.warn(
                item,
                "the clock of %s is at least %d s %s this host's"
                        .formatted(node, apart.toSeconds(), isAhead ? "ahead of" : "behind"),
                ADVICE);
    }
}
