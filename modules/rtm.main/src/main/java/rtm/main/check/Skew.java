package rtm.main.check;

import java.time.Duration;

/** What a difference between two clocks means. */
final class Skew {

    /** Leases and the times of records bear this much. */
    private static final Duration HARMLESS = Duration.ofSeconds(1);

    private Skew() {}

    static Finding finding(String item, Duration ahead) {
        Duration apart = ahead.abs();
        if (apart.compareTo(HARMLESS) <= 0) {
            return Finding.ok(item, "its clock and this host's agree");
        }
        return Finding.warn(
                item,
                "its clock is %d ms %s this host's"
                        .formatted(apart.toMillis(), ahead.isNegative() ? "behind" : "ahead of"),
                "let both hosts keep time by NTP: else times in records, events and logs disagree");
    }
}
