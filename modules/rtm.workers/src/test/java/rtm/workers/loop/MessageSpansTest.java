package rtm.workers.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.GameId;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;

class MessageSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";
    private static final String JOB = "runtime:start_jobs/1714081234567-0";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final MessageSpans spans =
            new MessageSpans(
                    OpenTelemetrySdk.builder()
                            .setTracerProvider(
                                    SdkTracerProvider.builder()
                                            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                                            .build())
                            .setPropagators(
                                    ContextPropagators.create(
                                            W3CTraceContextPropagator.getInstance()))
                            .build());

    @Test
    void aJobJoinsTheTraceThatItsEntryNames() throws Exception {
        try (var _ = spans.processing(JOB, Optional.of(TRACEPARENT))) {
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
        }
        assertThat(Span.current().getSpanContext().isValid()).isFalse();

        assertThat(span().getParentSpanId()).isEqualTo(PARENT);
        assertThat(span().getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span().getName()).isEqualTo("process runtime:start_jobs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00-0-0-01", "ff-" + TRACE + "-" + PARENT + "-01"})
    void whatIsNoTraceparentBeginsATraceOfItsOwn(String text) throws Exception {
        spans.processing(JOB, Optional.of(text)).close();

        assertThat(span().getTraceId()).isNotEqualTo(TRACE);
        assertThat(span().getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void aFailureIsRecorded() {
        try (var span = spans.processing(JOB, Optional.empty())) {
            span.failed(new IllegalStateException("why"));
        }

        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span().getStatus().getDescription()).isEqualTo("why");
    }

    @Test
    void onlyMessagesOfATraceHaveSpans() {
        spans.publishing(List.of(message(Optional.empty()), message(Optional.of(TRACEPARENT))))
                .forEach(Span::end);

        assertThat(span().getTraceId()).isEqualTo(TRACE);
        assertThat(span().getKind()).isEqualTo(SpanKind.PRODUCER);
    }

    @Test
    void withoutTelemetryNoSpansAreMade() throws Exception {
        MessageSpans off = new MessageSpans(OpenTelemetry.noop());

        try (var _ = off.processing(JOB, Optional.of(TRACEPARENT))) {
            assertThat(Span.current().getSpanContext().isValid()).isFalse();
        }
    }

    private static OutboxMessage message(Optional<String> traceparent) {
        return new OutboxMessage(
                new MessageId(UUID.randomUUID()),
                "runtime:job_results",
                new GameId("game-1"),
                new LinkedHashMap<>(),
                traceparent);
    }

    private SpanData span() {
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        return exporter.getFinishedSpanItems().getFirst();
    }
}
