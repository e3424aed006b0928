package rtm.http;

import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiConsumer;
import rtm.domain.model.ErrorCode;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;

/** Reads a whole body on the I/O thread, so that a slow client holds no virtual thread. */
final class RequestBodyHandler {

    static final int LONGEST = 64 * 1024;

    private final Duration readTimeout;
    private final AnswerWriter writer;

    RequestBodyHandler(Duration readTimeout, AnswerWriter writer) {
        this.readTimeout = readTimeout;
        this.writer = writer;
    }

    /**
     * Goes on with the body when it is there; if it never comes, or is too large, answers or closes
     * the connection by itself.
     */
    void read(HttpServerExchange exchange, BiConsumer<HttpServerExchange, ByteBuffer> next) {
        if (exchange.isRequestComplete()) {
            next.accept(exchange, ByteBuffer.allocate(0));
        } else if (exchange.getRequestContentLength() > LONGEST) {
            writer.refuse(exchange, tooLarge());
        } else {
            RequestBodyReader inflow = new RequestBodyReader(exchange);
            switch (keep(exchange, inflow)) {
                case COMPLETE -> next.accept(exchange, inflow.kept());
                case TOO_MUCH -> writer.refuse(exchange, inflow, tooLarge());
                case WAITING -> wait(exchange, inflow, next);
                case BROKEN -> {}
            }
        }
    }

    private void wait(
            HttpServerExchange exchange,
            RequestBodyReader inflow,
            BiConsumer<HttpServerExchange, ByteBuffer> next) {
        Runnable arrived = ClientDeadline.start(exchange, readTimeout, "the body to arrive");
        inflow.whenThereIsMore(() -> {
            RequestBodyReader.Progress progress = keep(exchange, inflow);
            if (progress == RequestBodyReader.Progress.WAITING) {
                return;
            }
            arrived.run();
            inflow.stop();
            if (progress != RequestBodyReader.Progress.BROKEN) {
                HttpHandler then =
                        progress == RequestBodyReader.Progress.COMPLETE
                                ? ready -> next.accept(ready, inflow.kept())
                                : large -> writer.refuse(large, inflow, tooLarge());
                Connectors.executeRootHandler(then, exchange);
            }
        });
    }

    /**
     * A client that went away, or whose chunks are broken, has its connection closed. There is no
     * 400 for broken chunks: Undertow closes the connection before it reports them.
     */
    private static RequestBodyReader.Progress keep(
            HttpServerExchange exchange, RequestBodyReader inflow) {
        try {
            return inflow.keep(LONGEST);
        } catch (IOException broken) {
            ClientDeadline.cut(exchange, "a body, which was broken: " + broken);
            return RequestBodyReader.Progress.BROKEN;
        }
    }

    private static Answer tooLarge() {
        return ErrorAnswer.of(
                ErrorCode.PAYLOAD_TOO_LARGE, "a body may have at most " + LONGEST + " bytes");
    }
}
