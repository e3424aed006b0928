package rtm.main.settings.type;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 30s}, {@code 1h30m}, {@code 1.5h}, {@code 250ms}. */
final class GoDuration {

    private static final Pattern PART =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern FORM = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /**
     * Reads a duration of zero or more; empty if the text is not one. Every number except {@code 0}
     * needs a unit.
     */
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (text.length() > 100 || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        Matcher parts = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        while (parts.find()) {
            BigDecimal number = new BigDecimal(parts.group(1));
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(nanosOf(parts.group(2)))));
        }
        return nanos.compareTo(LARGEST) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    /** Writes a duration of whole milliseconds: {@code 250ms}, {@code 2s}, {@code 1h30m}. */
    static String text(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        String text =
                unit(duration.toHours(), "h")
                        + unit(duration.toMinutesPart(), "m")
                        + unit(duration.toSecondsPart(), "s");
        return text.isEmpty() ? "0" : text;
    }

    private static String unit(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}
