package rtm.domain.time;

import java.time.Duration;

/** Functions that {@link Duration} lacks. */
public final class Durations {

    private Durations() {}

    /** The shorter of two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * In the form in which settings are written: {@code 1h30m}, {@code 2s}, {@code 250ms}; rounded
     * down to milliseconds.
     */
    public static String text(Duration span) {
        if (span.isNegative()) {
            return "-" + text(span.negated());
        }
        StringBuilder text = new StringBuilder();
        add(text, span.toHours(), "h");
        add(text, span.toMinutesPart(), "m");
        add(text, span.toSecondsPart(), "s");
        add(text, span.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void add(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }
}
