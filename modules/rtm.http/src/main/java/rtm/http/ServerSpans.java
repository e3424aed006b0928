package rtm.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A span of every request but the probes, by the stable conventions for HTTP servers; it joins the
 * trace of a caller that names one. Its context travels with the exchange, since a request changes
 * threads.
 */
final class ServerSpans {

    private static final AttachmentKey<Context> CONTEXT = AttachmentKey.create(Context.class);
    private static final int FIRST_OF_OUR_FAULTS = 500;
    private static final Set<String> METHODS =
            Set.of(
                    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
                    "QUERY");

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    ServerSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("rtm.http");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** A request came, and this is where it leads. */
    void begin(HttpServerExchange exchange, RouteMatch match) {
        if (match.isProbe()) {
            return;
        }
        Context parent =
                propagator.extract(
                        Context.root(), exchange.getRequestHeaders(), ServerSpans::header);
        Span span = span(exchange, match.template(), parent);
        if (!span.isRecording()) {
            return;
        }
        exchange.putAttachment(CONTEXT, parent.with(span));
        exchange.addExchangeCompleteListener((done, next) -> {
            end(done, span);
            next.proceed();
        });
    }

    private Span span(HttpServerExchange exchange, Optional<String> route, Context parent) {
        String asked = exchange.getRequestMethod().toString();
        String method = METHODS.contains(asked) ? asked : "_OTHER";
        String verb = method.equals("_OTHER") ? "HTTP" : method;
        SpanBuilder builder =
                tracer.spanBuilder(route.map(path -> verb + " " + path).orElse(verb))
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(parent)
                        .setAttribute("http.request.method", method)
                        .setAttribute("url.scheme", exchange.getRequestScheme())
                        .setAttribute("url.path", RawPath.of(exchange))
                        .setAttribute("server.address", exchange.getHostName())
                        .setAttribute("server.port", exchange.getHostPort())
                        .setAttribute(
                                "client.address",
                                exchange.getSourceAddress().getAddress().getHostAddress());
        route.ifPresent(path -> builder.setAttribute("http.route", path));
        String agent = exchange.getRequestHeaders().getFirst(Headers.USER_AGENT);
        if (agent != null) {
            builder.setAttribute("user_agent.original", agent);
        }
        return builder.startSpan();
    }

    private static void end(HttpServerExchange exchange, Span span) {
        int status = exchange.getStatusCode();
        span.setAttribute("http.response.status_code", status);
        if (status >= FIRST_OF_OUR_FAULTS) {
            span.setStatus(StatusCode.ERROR).setAttribute("error.type", Integer.toString(status));
        }
        span.end();
    }

    /** The context that a request is worked on in, by whatever thread. */
    static Context context(HttpServerExchange exchange) {
        Context context = exchange.getAttachment(CONTEXT);
        return context == null ? Context.root() : context;
    }

    private static @Nullable String header(@Nullable HeaderMap headers, String name) {
        HeaderValues values = headers == null ? null : headers.get(name);
        return values == null || values.size() != 1 ? null : values.getFirst();
    }
}
