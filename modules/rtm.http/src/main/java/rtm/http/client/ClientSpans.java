package rtm.http.client;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * A span for each request that is part of a trace, by the stable conventions for HTTP clients. The
 * server receives the trace and can continue it.
 */
final class ClientSpans {

    private static final int FIRST_ERROR = 400;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    ClientSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("rtm.http");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** A question is about to be asked, by whatever thread; no span of one that is in no trace. */
    Span begin(String method, URI url) {
        return Span.current().isRecording()
                ? tracer.spanBuilder(method)
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("http.request.method", method)
                        .setAttribute("url.full", url.toString())
                        .setAttribute("server.address", url.getHost())
                        .setAttribute("server.port", port(url))
                        .startSpan()
                : Span.getInvalid();
    }

    private static int port(URI url) {
        int standard = "https".equals(url.getScheme()) ? HTTPS_PORT : HTTP_PORT;
        return url.getPort() < 0 ? standard : url.getPort();
    }

    /** The same question, with the span at work in its headers. */
    HttpRequest.Builder carriedBy(HttpRequest.Builder request) {
        if (Span.current().isRecording()) {
            propagator.inject(
                    Context.current(),
                    request,
                    (carrier, name, value) ->
                            Optional.ofNullable(carrier)
                                    .ifPresent(to -> to.setHeader(name, value)));
        }
        return request;
    }

    /** The question of the span at work was answered. */
    static void answered(int status) {
        Span span = Span.current().setAttribute("http.response.status_code", status);
        if (status >= FIRST_ERROR) {
            span.setStatus(StatusCode.ERROR).setAttribute("error.type", Integer.toString(status));
        }
    }

    /** The question of the span at work was not answered. */
    static void failed(Throwable cause) {
        Span.current()
                .setStatus(StatusCode.ERROR, String.valueOf(cause.getMessage()))
                .setAttribute("error.type", cause.getClass().getName());
    }
}
