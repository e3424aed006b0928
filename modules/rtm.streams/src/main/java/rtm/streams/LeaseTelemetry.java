package rtm.streams;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import rtm.domain.model.DependencyUnavailableException;

/** Spans of lease requests, and the metric of how long operations wait for their games. */
final class LeaseTelemetry {

    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final List<Double> SECONDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private final Tracer tracer;
    private final DoubleHistogram waits;
    private final InstantSource clock;

    LeaseTelemetry(OpenTelemetry telemetry, InstantSource clock) {
        this.clock = clock;
        this.tracer = telemetry.getTracer("rtm.streams");
        this.waits =
                telemetry
                        .getMeter("rtm.streams")
                        .histogramBuilder("rtmanager.lease.wait")
                        .setDescription(
                                "How long operations waited for their game: for their turn and for"
                                        + " the lease")
                        .setUnit("s")
                        .setExplicitBucketBoundariesAdvice(SECONDS)
                        .build();
    }

    /** Takes a lease; within a trace, with a span by the stable conventions for databases. */
    <T> T taking(Supplier<T> take) {
        if (!Span.current().isRecording()) {
            return take.get();
        }
        Span span =
                tracer.spanBuilder("EVALSHA take_lease")
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("db.system.name", "redis")
                        .setAttribute("db.operation.name", "EVALSHA")
                        .setAttribute("db.stored_procedure.name", "take_lease")
                        .startSpan();
        try {
            return take.get();
        } catch (DependencyUnavailableException away) {
            span.setStatus(StatusCode.ERROR, away.text()).setAttribute("error.type", "unavailable");
            throw away;
        } finally {
            span.end();
        }
    }

    /** Records a wait for a game that ended now; within a trace, adds a span. */
    void waited(Duration wait, boolean claimed) {
        String outcome = claimed ? "claimed" : "gave_up";
        waits.record(wait.toNanos() / 1e9, Attributes.of(OUTCOME, outcome));
        if (Span.current().isRecording()) {
            Instant now = clock.instant();
            tracer.spanBuilder("wait for game")
                    .setStartTimestamp(now.minus(wait))
                    .setAttribute("rtmanager.outcome", outcome)
                    .startSpan()
                    .end(now);
        }
    }
}
