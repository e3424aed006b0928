package rtm.docker.api;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Measures how long calls to Docker take, by kind; within a trace, also adds a span for each call.
 */
public final class CallTelemetry {

    private static final AttributeKey<String> OP = AttributeKey.stringKey("op");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final List<Double> SECONDS =
            List.of(
                    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
                    30.0, 60.0, 300.0, 600.0);

    /** For a call without telemetry. */
    static final Call UNSEEN =
            new Call() {
                @Override
                public Runnable carried(Runnable work) {
                    return work;
                }

                @Override
                public void end(Future<?> done) {}
            };

    private final Tracer tracer;
    private final DoubleHistogram latency;

    public CallTelemetry(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("rtm.docker");
        this.latency =
                telemetry
                        .getMeter("rtm.docker")
                        .histogramBuilder("rtmanager.docker_op_latency")
                        .setDescription("How long calls to Docker took")
                        .setUnit("s")
                        .setExplicitBucketBoundariesAdvice(SECONDS)
                        .build();
    }

    /**
     * Starts to observe a call, on the caller's thread.
     *
     * @param what the kind of call, one of a few fixed texts
     */
    Call start(String what) {
        Span span =
                Span.current().isRecording()
                        ? tracer.spanBuilder("docker " + what)
                                .setSpanKind(SpanKind.CLIENT)
                                .setAttribute("peer.service", "docker")
                                .startSpan()
                        : Span.getInvalid();
        return new SeenCall(
                what.replace("'s", "").replace(' ', '_'),
                span,
                Context.current(),
                System.nanoTime());
    }

    /** The telemetry of one call. */
    interface Call {

        /**
         * Wraps the work, which runs on the call's own thread, so that it belongs to the caller's
         * trace.
         */
        Runnable carried(Runnable work);

        /** The call has ended. */
        void end(Future<?> done);
    }

    private final class SeenCall implements Call {
        private final String op;
        private final Span span;
        private final Context context;
        private final long startedAt;

        private SeenCall(String op, Span span, Context context, long startedAt) {
            this.op = op;
            this.span = span;
            this.context = context;
            this.startedAt = startedAt;
        }

        @Override
        public Runnable carried(Runnable work) {
            return context.wrap(work);
        }

        @Override
        public void end(Future<?> done) {
            String outcome =
                    switch (done.state()) {
                        case SUCCESS -> "success";
                        case CANCELLED -> "cut_off";
                        case FAILED, RUNNING -> "failure";
                    };
            latency.record(
                    (System.nanoTime() - startedAt) / 1e9, Attributes.of(OP, op, OUTCOME, outcome));
            if (done.state() == Future.State.FAILED) {
                span.setStatus(
                                StatusCode.ERROR,
                                DockerMessages.clean(
                                        String.valueOf(done.exceptionNow().getMessage())))
                        .setAttribute("error.type", done.exceptionNow().getClass().getName());
            } else if (done.state() == Future.State.CANCELLED) {
                span.setStatus(StatusCode.ERROR, "deadline passed or interrupted")
                        .setAttribute("error.type", "timeout");
            }
            span.end();
        }
    }
}
