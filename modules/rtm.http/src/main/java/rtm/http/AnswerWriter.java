package rtm.http;

import io.undertow.io.DefaultIoCallback;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.http.connection.Connections;
import rtm.http.message.Answer;

/** Sends answers. It never blocks: the I/O thread sends what the client does not take at once. */
final class AnswerWriter {

    private static final Log LOG = Log.of(AnswerWriter.class);

    private final Duration timeout;
    private final Executor workers;
    private final Connections connections;

    /**
     * @param timeout how long a client may take nothing of an answer
     * @param workers make the later parts of an answer
     * @param connections all connections
     */
    AnswerWriter(Duration timeout, Executor workers, Connections connections) {
        this.timeout = timeout;
        this.workers = workers;
        this.connections = connections;
    }

    /** An answer follows that something else writes. */
    void begin(HttpServerExchange exchange) {
        connections.answer(exchange, 0);
    }

    /** Answers a request that is completely read. */
    void send(HttpServerExchange exchange, Answer answer) {
        send(exchange, answer, IoCallback.END_EXCHANGE);
    }

    /**
     * Answers now. If a body is still arriving, the connection is closed, after the client had time
     * to finish sending; without that time it would never see the answer.
     */
    void refuse(HttpServerExchange exchange, Answer answer) {
        if (exchange.isRequestComplete()) {
            send(exchange, answer);
        } else if (HttpContinue.requiresContinueResponse(exchange)) {
            exchange.setPersistent(false);
            Connectors.terminateRequest(exchange);
            send(exchange, answer);
        } else {
            refuse(exchange, new RequestBodyReader(exchange), answer);
        }
    }

    /** The same, for a body that is partly read. */
    void refuse(HttpServerExchange exchange, RequestBodyReader inflow, Answer answer) {
        exchange.setPersistent(false);
        ClientDeadline.overall(exchange, timeout, "the rest of a refused body");
        send(exchange, answer, new CloseSender());
        inflow.whenThereIsMore(() -> discard(exchange, inflow));
    }

    private static void discard(HttpServerExchange exchange, RequestBodyReader inflow) {
        try {
            if (inflow.discard() == RequestBodyReader.Progress.COMPLETE) {
                inflow.stop();
            }
        } catch (IOException gone) {
            ClientDeadline.cut(exchange, "the rest of a refused body: " + gone);
        }
    }

    private void send(HttpServerExchange exchange, Answer answer, IoCallback then) {
        if (exchange.isComplete()) {
            LOG.debug("the client has gone before its answer");
            return;
        }
        LOG.debug(
                "request answered",
                LogField.of("method", exchange.getRequestMethod().toString()),
                LogField.of("path", exchange.getRequestURI()),
                LogField.of("status", answer.status()));
        exchange.setStatusCode(answer.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.contentType());
        answer.headers()
                .forEach((name, value) ->
                        exchange.getResponseHeaders().put(new HttpString(name), value));
        if (answer.more().isPresent()) {
            new AnswerInParts(exchange, answer.more().orElseThrow(), workers, timeout, connections)
                    .send(answer.body());
            return;
        }
        exchange.setResponseContentLength(answer.body().remaining());
        connections.answer(exchange, answer.body().remaining());
        exchange.getResponseSender().send(answer.body().duplicate(), then);
        if (!exchange.isResponseComplete()) {
            ClientDeadline.progress(
                    exchange,
                    timeout,
                    () -> connections.written(exchange),
                    "the answer to be taken");
        }
    }

    /** Ends the answer, but not yet the exchange. */
    private static final class CloseSender extends DefaultIoCallback {

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            sender.close(
                    new DefaultIoCallback() {
                        @Override
                        public void onComplete(HttpServerExchange closed, Sender done) {
                            LOG.debug("refused a request before its end");
                        }
                    });
        }
    }
}
