package rtm.it.otlp;

import java.util.Map;

/**
 * One value of a metric as a collector got it.
 *
 * @param metric the metric's name
 * @param unit its unit
 * @param description its description
 * @param attributes as text
 * @param value of a gauge or a sum; the sum of a histogram
 * @param count of a histogram; 1 for others
 * @param histogram whether it is of a histogram
 */
public record ReceivedPoint(
        String metric,
        String unit,
        String description,
        Map<String, String> attributes,
        double value,
        long count,
        boolean histogram) {

    @Override
    public String toString() {
        String shown =
                histogram
                        ? "count=%d sum=%.4f".formatted(count, value)
                        : "%d".formatted((long) value);
        return "%s%s %s [%s] %s".formatted(metric, attributes, shown, unit, description);
    }
}
