package rtm.http;

import io.opentelemetry.context.Scope;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.daemon.EngineCallers;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.UnreadableRowException;
import rtm.http.client.OtherNodes;
import rtm.http.forward.Forwarding;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Query;
import rtm.http.message.Request;
import rtm.http.message.Sanitized;

/**
 * Runs one request on its own virtual thread. A client that disconnects does not stop it; its
 * answer is then dropped.
 *
 * @param found the route and what its path holds
 * @param body all of it
 * @param engines recognizes engines among the callers
 * @param others the other nodes, if there are any
 * @param writer what sends the answer
 * @param streams what sends events
 */
record RequestTask(
        RouteMatch.Found found,
        ByteBuffer body,
        EngineCallers engines,
        Optional<OtherNodes> others,
        AnswerWriter writer,
        EventStreams streams)
        implements HttpHandler {

    private static final Log LOG = Log.of(RequestTask.class);
    private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
    private static final HttpString CALLER = new HttpString("X-Galaxy-Caller");
    private static final HttpString MEANT = new HttpString(OtherNodes.MEANT);
    private static final HttpString FORWARDED = new HttpString(Forwarding.HEADER);
    private static final List<HttpString> TRACE =
            List.of(new HttpString("traceparent"), new HttpString("tracestate"));

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Answer answer;
        try (Scope _ = ServerSpans.context(exchange).makeCurrent()) {
            answer = answer(exchange);
        } finally {
            found.route().bound().leave();
        }
        if (answer.events().isPresent()) {
            streams.open(exchange, answer.events().get());
        } else {
            writer.send(exchange, answer);
        }
    }

    private Answer answer(HttpServerExchange exchange) {
        try {
            if (comesFromEngine(exchange)) {
                return ErrorAnswer.of(ErrorCode.FORBIDDEN, "an engine may not manage engines");
            }
            Optional<Answer> misled = misled(exchange);
            return misled.isPresent()
                    ? misled.get()
                    : found.route().endpoint().answer(request(exchange));
        } catch (OperationException refused) {
            return ErrorAnswer.of(refused.code(), refused.text());
        } catch (UnreadableRowException bad) {
            return ErrorAnswer.of(ErrorCode.INTERNAL_ERROR, bad.text());
        } catch (DependencyUnavailableException away) {
            return ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, away.text());
        } catch (OwnershipLostException _) {
            return ErrorAnswer.of(
                    ErrorCode.CONFLICT,
                    "another process took the game over; read its record and ask again");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return stopping();
        } catch (RuntimeException | Error defect) {
            return unexpected(exchange, defect);
        }
    }

    private boolean comesFromEngine(HttpServerExchange exchange) throws InterruptedException {
        return !found.route().probe() && engines.isEngine(exchange.getSourceAddress().getAddress());
    }

    /** A refusal of what another node is meant by. Earlier versions do not say whom they mean. */
    private Optional<Answer> misled(HttpServerExchange exchange) {
        Optional<String> meant = Optional.ofNullable(exchange.getRequestHeaders().getFirst(MEANT));
        return others.flatMap(nodes ->
                meant.filter(nodes::isForAnother)
                        .map(Sanitized::of)
                        .map(node ->
                                ErrorAnswer.of(
                                                ErrorCode.SERVICE_UNAVAILABLE,
                                                "this is the process of node %s, and the request is for node %s: RTMANAGER_NODE_URL of node %s leads here"
                                                        .formatted(nodes.name(), node, node))
                                        .with(OtherNodes.MEANT, nodes.name())));
    }

    private Answer unexpected(HttpServerExchange exchange, Throwable defect) {
        if (Thread.currentThread().isInterrupted()) {
            return stopping();
        }
        LOG.defect(
                "a request failed unexpectedly",
                defect,
                LogField.of("method", exchange.getRequestMethod().toString()),
                LogField.of("route", "/" + String.join("/", found.route().segments())),
                LogField.of("game_id", found.gameIdText().orElse("")));
        return ErrorAnswer.of(
                ErrorCode.INTERNAL_ERROR, "an unexpected error; the service's log has its details");
    }

    private static Answer stopping() {
        return ErrorAnswer.of(
                ErrorCode.SERVICE_UNAVAILABLE,
                "the service is stopping; whether the request took effect shows after its next"
                        + " start");
    }

    private Request request(HttpServerExchange exchange) {
        Route route = found.route();
        HeaderMap headers = exchange.getRequestHeaders();
        HeaderValues types = headers.get(Headers.CONTENT_TYPE);
        return new Request(
                found.gameIdText(),
                Query.parse(route.probe() ? "" : exchange.getQueryString(), route.parameters()),
                new Origin.Call(source(headers.getFirst(CALLER))),
                types == null ? List.of() : List.copyOf(types),
                Optional.ofNullable(headers.getFirst(Headers.CONTENT_ENCODING)),
                Optional.ofNullable(headers.getFirst(LAST_EVENT_ID)),
                carried(headers),
                body);
    }

    private static Request.Carried carried(HeaderMap headers) {
        Map<String, String> trace = new HashMap<>();
        for (HttpString name : TRACE) {
            HeaderValues values = headers.get(name);
            if (values != null && values.size() == 1) {
                trace.put(name.toString(), values.getFirst());
            }
        }
        return new Request.Carried(
                Optional.ofNullable(headers.getFirst(Headers.AUTHORIZATION)),
                Optional.ofNullable(headers.getFirst(FORWARDED)),
                trace);
    }

    private static OperationSource source(@Nullable String caller) {
        return "gm".equals(caller) ? OperationSource.GM_REST : OperationSource.ADMIN_REST;
    }
}
