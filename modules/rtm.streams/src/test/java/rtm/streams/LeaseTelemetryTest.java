package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTelemetryTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk =
            OpenTelemetrySdk.builder()
                    .setTracerProvider(
                            SdkTracerProvider.builder()
                                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                                    .build())
                    .build();
    private final LeaseTelemetry telemetry = new LeaseTelemetry(sdk, InstantSource.fixed(NOON));

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void theWaitForAGameIsASpanOfItsOperationThatEndsNow() {
        Span operation = sdk.getTracer("test").spanBuilder("start").startSpan();
        try (Scope _ = operation.makeCurrent()) {
            telemetry.waited(Duration.ofMillis(1500), false);
        }

        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans)
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getName()).isEqualTo("wait for game");
                    assertThat(span.getParentSpanId())
                            .isEqualTo(operation.getSpanContext().getSpanId());
                    assertThat(span.getEndEpochNanos())
                            .isEqualTo(TimeUnit.MILLISECONDS.toNanos(NOON.toEpochMilli()));
                    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
                            .isEqualTo(Duration.ofMillis(1500).toNanos());
                    assertThat(span.getAttributes().toString()).contains("gave_up");
                });
    }

    @Test
    void outsideATraceTheWaitIsOnlyAMetric() {
        telemetry.waited(Duration.ofMillis(1500), true);

        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }
}
