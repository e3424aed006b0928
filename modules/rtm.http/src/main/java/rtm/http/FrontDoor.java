package rtm.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import rtm.domain.model.ErrorCode;

/**
 * Sees every request first, on the I/O thread: is the service stopping, may this caller come in, is
 * there such a route, does the body come, is there room. Only then a virtual thread is started.
 */
final class FrontDoor implements HttpHandler {

    private final InFlight inFlight;
    private final Token token;
    private final Router router;
    private final AnswerWriter writer;
    private final BodyReader reader;
    private final Executor workers;
    private final ServerSpans spans;

    FrontDoor(
            InFlight inFlight,
            Token token,
            Router router,
            AnswerWriter writer,
            BodyReader reader,
            Executor workers,
            ServerSpans spans) {
        this.inFlight = inFlight;
        this.token = token;
        this.router = router;
        this.writer = writer;
        this.reader = reader;
        this.workers = workers;
        this.spans = spans;
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
        Match match = router.match(exchange.getRequestMethod().toString(), RawPath.of(exchange));
        spans.begin(exchange, match);
        admit(exchange, match);
    }

    private void admit(HttpServerExchange exchange, Match match) {
        if (!match.open()
                && !token.admits(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION))) {
            refuse(exchange, ErrorCode.UNAUTHORIZED, "a valid bearer token is needed");
            return;
        }
        switch (match) {
            case Match.Found found ->
                    reader.read(exchange, (ready, body) -> dispatch(ready, found, body));
            case Match.WrongMethod(String allowed, _) ->
                    writer.refuse(
                            exchange,
                            ErrorAnswer.of(
                                            ErrorCode.METHOD_NOT_ALLOWED,
                                            "this route takes " + allowed)
                                    .with("Allow", allowed));
            case Match.NoRoute _ -> refuse(exchange, ErrorCode.NOT_FOUND, "no such route");
            case Match.BrokenPath _ ->
                    refuse(
                            exchange,
                            ErrorCode.INVALID_REQUEST,
                            "the path is not valid percent-encoded UTF-8");
        }
    }

    private void dispatch(HttpServerExchange exchange, Match.Found found, ByteBuffer body) {
        Bound bound = found.route().bound();
        if (bound.tryEnter()) {
            exchange.dispatch(workers, new Work(found, body, writer));
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
