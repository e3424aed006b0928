package rtm.workers.loop;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OutboxMessage;

/**
 * Spans of processed jobs, of operations that are finished for a dead process, and of published
 * messages. Each joins the trace that the entry, the row or the message names.
 */
public final class MessageSpans {

    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    public MessageSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("rtm.workers");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** SpanWork inside a span. */
    @FunctionalInterface
    public interface SpanWork<T> {
        T run() throws InterruptedException;
    }

    /** A span that is current until it is closed. */
    public static final class Current implements AutoCloseable {
        private final Span span;
        private final Scope scope;

        @SuppressWarnings("MustBeClosedChecker") // close() does.
        private Current(Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
        }

        /** The work of this span failed. */
        public void failed(Exception failure) {
            show(span, failure);
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    /**
     * Starts the span of a job.
     *
     * @param reference {@code <stream>/<entry id>}
     * @param traceparent the trace that the entry or its row names
     */
    public Current processing(String reference, Optional<String> traceparent) {
        int slash = reference.lastIndexOf('/');
        String stream = reference.substring(0, Math.max(slash, 0));
        return new Current(
                messaging("process", "process", stream, traceparent)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute("messaging.message.id", reference.substring(slash + 1))
                        .startSpan());
    }

    /** Finishes an operation that another process left open. */
    public <T> T finishing(OpenOperation left, SpanWork<T> work) throws InterruptedException {
        return within(
                tracer.spanBuilder("finish " + left.kind().wire())
                        .setParent(parent(left.traceparent())),
                work);
    }

    private static <T> T within(SpanBuilder builder, SpanWork<T> work) throws InterruptedException {
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.run();
        } catch (RuntimeException | InterruptedException failed) {
            show(span, failed);
            throw failed;
        } finally {
            span.end();
        }
    }

    private static void show(Span span, Exception failure) {
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()))
                .setAttribute("error.type", failure.getClass().getName());
    }

    /** Starts a span for each message that is part of a trace. */
    public List<Span> publishing(List<OutboxMessage> messages) {
        return messages.stream()
                .filter(message -> message.traceparent().isPresent())
                .map(this::publishing)
                .toList();
    }

    private Span publishing(OutboxMessage message) {
        return messaging("publish", "send", message.stream(), message.traceparent())
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.message.id", message.id().toString())
                .setAttribute("rtmanager.game_id", message.gameId().value())
                .startSpan();
    }

    private SpanBuilder messaging(
            String name, String type, String stream, Optional<String> traceparent) {
        return tracer.spanBuilder(name + " " + stream)
                .setParent(parent(traceparent))
                .setAttribute("messaging.system", "redis")
                .setAttribute("messaging.destination.name", stream)
                .setAttribute("messaging.operation.name", name)
                .setAttribute("messaging.operation.type", type);
    }

    private Context parent(Optional<String> traceparent) {
        return traceparent
                .map(text ->
                        propagator.extract(
                                Context.root(),
                                text,
                                (carrier, key) -> TRACEPARENT.equals(key) ? carrier : null))
                .orElseGet(Context::root);
    }
}
