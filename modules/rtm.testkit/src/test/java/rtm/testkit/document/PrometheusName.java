package rtm.testkit.document;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that the OTLP receiver of Prometheus makes of a metric. */
final class PrometheusName {

    private PrometheusName() {}

    /** All series of a metric: a histogram has three. */
    static Set<String> of(DescribedMetric metric) {
        String name = metric.name().replace('.', '_') + unit(metric);
        return switch (metric.kind()) {
            case "counter" -> Set.of(name + "_total");
            case "gauge" -> Set.of(name);
            case "histogram" ->
                    Stream.of("_bucket", "_count", "_sum")
                            .map(name::concat)
                            .collect(Collectors.toUnmodifiableSet());
            default -> throw new AssertionError("a kind without a rule: " + metric);
        };
    }

    /** The labels of a metric, with those that every one has. */
    static Set<String> labels(DescribedMetric metric) {
        return Stream.concat(
                        metric.attributes().stream(),
                        Stream.of("job", "instance", "le", "__name__"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String unit(DescribedMetric metric) {
        return switch (metric.unit()) {
            case "s" -> "_seconds";
            case "ms" -> "_milliseconds";
            case "1" -> "_ratio";
            case String counted when counted.startsWith("{") -> "";
            default -> throw new AssertionError("a unit without a rule: " + metric);
        };
    }
}
