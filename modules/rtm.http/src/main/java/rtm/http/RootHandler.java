package rtm.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import rtm.domain.model.ErrorCode;
import rtm.http.connection.Connections;
import rtm.http.console.PageRequest;
import rtm.http.door.ActionRule;
import rtm.http.door.BrowserRule;
import rtm.http.door.RequestHead;
import rtm.http.message.ErrorAnswer;

/**
 * Sees every request first, on the I/O thread: is the service stopping, may this caller come in, is
 * there such a route, does the body come, is there room. Only then a virtual thread is started.
 */
final class RootHandler implements HttpHandler {

    private static final String FETCH_METADATA = "Sec-Fetch-";

    private final InFlight inFlight;
    private final Connections connections;
    private final BrowserRule browsers;
    private final ActionRule actions;
    private final Tokens tokens;
    private final Router router;
    private final AnswerWriter writer;
    private final RequestBodyHandler reader;
    private final BiFunction<RouteMatch.Found, ByteBuffer, HttpHandler> tasks;
    private final Executor workers;
    private final ServerSpans spans;

    RootHandler(
            InFlight inFlight,
            Connections connections,
            BrowserRule browsers,
            ActionRule actions,
            Tokens tokens,
            Router router,
            AnswerWriter writer,
            RequestBodyHandler reader,
            BiFunction<RouteMatch.Found, ByteBuffer, HttpHandler> tasks,
            Executor workers,
            ServerSpans spans) {
        this.inFlight = inFlight;
        this.connections = connections;
        this.browsers = browsers;
        this.actions = actions;
        this.tokens = tokens;
        this.router = router;
        this.writer = writer;
        this.reader = reader;
        this.tasks = tasks;
        this.workers = workers;
        this.spans = spans;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        connections.begin(exchange);
        Optional<InFlight.Ticket> ticket = inFlight.enter();
        if (ticket.isEmpty()) {
            exchange.setPersistent(false);
            refuse(exchange, ErrorCode.SERVICE_UNAVAILABLE, "the service is stopping");
            return;
        }
        exchange.addExchangeCompleteListener((_, next) -> {
            ticket.get().close();
            next.proceed();
        });
        RouteMatch match =
                router.match(
                        exchange.getRequestMethod().toString(),
                        RawPath.of(exchange),
                        PageRequest.is(all(exchange.getRequestHeaders(), "Accept")));
        spans.begin(exchange, match);
        admit(exchange, match);
    }

    private void admit(HttpServerExchange exchange, RouteMatch match) {
        RequestHead head = head(exchange);
        Optional<String> foreign = browsers.refusal(head).or(() -> actions.refusal(head));
        if (foreign.isPresent()) {
            refuse(exchange, ErrorCode.FORBIDDEN, foreign.get());
            return;
        }
        Optional<Tokens.Refusal> refusal =
                match.open()
                        ? Optional.empty()
                        : tokens.refusal(
                                exchange.getRequestMethod(),
                                exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
        if (refusal.isPresent()) {
            refuse(exchange, refusal.get().code(), refusal.get().message());
            return;
        }
        switch (match) {
            case RouteMatch.Found found ->
                    reader.read(exchange, (ready, body) -> dispatch(ready, found, body));
            case RouteMatch.WrongMethod(String allowed, _) ->
                    writer.refuse(
                            exchange,
                            ErrorAnswer.of(
                                            ErrorCode.METHOD_NOT_ALLOWED,
                                            "this route takes " + allowed)
                                    .with("Allow", allowed));
            case RouteMatch.NoRoute _ -> refuse(exchange, ErrorCode.NOT_FOUND, "no such route");
            case RouteMatch.BrokenPath _ ->
                    refuse(
                            exchange,
                            ErrorCode.INVALID_REQUEST,
                            "the path is not valid percent-encoded UTF-8");
        }
    }

    private static RequestHead head(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        return new RequestHead(
                exchange.getRequestMethod().toString(),
                all(headers, "Host"),
                all(headers, "Origin"),
                all(headers, "Referer"),
                all(headers, "Sec-Fetch-Site"),
                headers.getHeaderNames().stream().anyMatch(RootHandler::isFetchMetadata),
                Optional.ofNullable(headers.getFirst(Headers.USER_AGENT)),
                all(headers, "Content-Type"),
                all(headers, ActionRule.HEADER));
    }

    private static List<String> all(HeaderMap headers, String name) {
        HeaderValues values = headers.get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    private static boolean isFetchMetadata(HttpString name) {
        return name.toString().regionMatches(true, 0, FETCH_METADATA, 0, FETCH_METADATA.length());
    }

    private void dispatch(HttpServerExchange exchange, RouteMatch.Found found, ByteBuffer body) {
        ConcurrencyLimit bound = found.route().bound();
        if (bound.tryEnter()) {
            connections.work(exchange);
            exchange.dispatch(workers, tasks.apply(found, body));
        } else {
            refuse(
                    exchange,
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "too many requests at once; try again in a moment");
        }
    }

    private void refuse(HttpServerExchange exchange, ErrorCode code, String message) {
        writer.refuse(exchange, ErrorAnswer.of(code, message));
    }
}
