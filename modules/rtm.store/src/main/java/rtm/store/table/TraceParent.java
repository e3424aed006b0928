package rtm.store.table;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;

/**
 * The current trace in the form of the W3C's {@code traceparent}: code that processes a row or a
 * message later can then join the trace.
 */
final class TraceParent {

    private TraceParent() {}

    static Optional<String> current() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? Optional.of(
                        "00-%s-%s-%s"
                                .formatted(
                                        span.getTraceId(),
                                        span.getSpanId(),
                                        span.getTraceFlags().asHex()))
                : Optional.empty();
    }
}
