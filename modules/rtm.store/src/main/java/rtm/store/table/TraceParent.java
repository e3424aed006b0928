package rtm.store.table;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;

/**
 * The trace that this thread is at work on, as the W3C's {@code traceparent} writes it, so that who
 * takes up a row or a message later can join the trace.
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
