package rtm.testkit.document;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;
import java.util.stream.Collectors;

/** An OpenTelemetry that keeps all metrics, to compare them with the document. */
public final class SeenMetrics implements AutoCloseable {

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk =
            OpenTelemetrySdk.builder()
                    .setMeterProvider(
                            SdkMeterProvider.builder().registerMetricReader(reader).build())
                    .build();

    /** The API for a module to instrument itself. */
    public OpenTelemetry telemetry() {
        return sdk;
    }

    /** Every metric that has a value. */
    public List<DescribedMetric> described() {
        return reader.collectAllMetrics().stream().map(SeenMetrics::described).toList();
    }

    private static DescribedMetric described(MetricData metric) {
        return new DescribedMetric(
                metric.getName(),
                metric.getInstrumentationScopeInfo().getName(),
                kind(metric.getType()),
                metric.getUnit(),
                metric.getData().getPoints().stream()
                        .flatMap(point -> point.getAttributes().asMap().keySet().stream())
                        .map(key -> key.getKey())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static String kind(MetricDataType type) {
        return switch (type) {
            case LONG_GAUGE, DOUBLE_GAUGE -> "gauge";
            case LONG_SUM, DOUBLE_SUM -> "counter";
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> "histogram";
            case SUMMARY -> "summary";
        };
    }

    @Override
    public void close() {
        sdk.close();
    }
}
