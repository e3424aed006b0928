package rtm.main.check;

import java.time.Duration;

/** Evaluates the difference between two clocks. */
final class Skew {

    /** Leases and the times in records tolerate this much. */
    private static final Duration HARMLESS = Duration.ofSeconds(1);

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
                "synchronize both hosts by NTP: otherwise times in records, events and logs"
                        + " disagree");
    }
}
