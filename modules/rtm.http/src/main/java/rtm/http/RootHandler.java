package rtm.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import rtm.domain.model.ErrorCode;
import rtm.http.message.ErrorAnswer;

/**
 * Sees every request first, on the I/O thread: is the service stopping, may this caller come in, is
 * there such a route, does the body come, is there room. Only then a virtual thread is started.
 */
final class RootHandler implements HttpHandler {

    private final InFlight inFlight;
    private final Token token;
    private final Router router;
    private final AnswerWriter writer;
    private final RequestBodyHandler reader;
    private final Executor workers;
    private final ServerSpans spans;
    private final EventStreams streams;

    RootHandler(
            InFlight inFlight,
            Token token,
            Router router,
            AnswerWriter writer,
            RequestBodyHandler reader,
            Executor workers,
            ServerSpans spans,
            EventStreams streams) {
        this.inFlight = inFlight;
        this.token = token;
        this.router = router;
        this.writer = writer;
        this.reader = reader;
        this.workers = workers;
        this.spans = spans;
        this.streams = streams;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
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
                router.match(exchange.getRequestMethod().toString(), RawPath.of(exchange));
        spans.begin(exchange, match);
        admit(exchange, match);
    }

    private void admit(HttpServerExchange exchange, RouteMatch match) {
        if (!match.open()
                && !token.admits(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION))) {
            refuse(exchange, ErrorCode.UNAUTHORIZED, "a valid bearer token is needed");
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

    private void dispatch(HttpServerExchange exchange, RouteMatch.Found found, ByteBuffer body) {
        ConcurrencyLimit bound = found.route().bound();
        if (bound.tryEnter()) {
            exchange.dispatch(workers, new RequestTask(found, body, writer, streams));
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
