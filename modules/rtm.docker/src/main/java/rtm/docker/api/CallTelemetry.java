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

/** How long each kind of call to Docker takes, and within a trace a span of each call. */
public final class CallTelemetry {

    private static final AttributeKey<String> OP = AttributeKey.stringKey("op");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final List<Double> SECONDS =
            List.of(
                    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
                    30.0, 60.0, 300.0, 600.0);

    /** For a call that nothing is told of. */
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
     * A call begins, on the thread that asks for it.
     *
     * @param what one of a few fixed texts
     */
    Call begin(String what) {
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

    /** A call, as telemetry follows it. */
    interface Call {

        /** The work as it is done on the call's own thread, within the trace of who asked. */
        Runnable carried(Runnable work);

        /** The call is over. */
        void end(Future<?> done);
    }

    private final class SeenCall implements Call {
        private final String op;
        private final Span span;
        private final Context context;
        private final long begun;

        private SeenCall(String op, Span span, Context context, long begun) {
            this.op = op;
            this.span = span;
            this.context = context;
            this.begun = begun;
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
                    (System.nanoTime() - begun) / 1e9, Attributes.of(OP, op, OUTCOME, outcome));
            if (done.state() == Future.State.FAILED) {
                span.setStatus(
                                StatusCode.ERROR,
                                DockerMessages.clean(
                                        String.valueOf(done.exceptionNow().getMessage())))
                        .setAttribute("error.type", done.exceptionNow().getClass().getName());
            } else if (done.state() == Future.State.CANCELLED) {
                span.setStatus(StatusCode.ERROR, "cut off").setAttribute("error.type", "timeout");
            }
            span.end();
        }
    }
}
