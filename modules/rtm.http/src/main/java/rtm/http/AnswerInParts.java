package rtm.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.http.connection.Connections;
import rtm.http.message.BodyParts;

/**
 * Sends one answer whose length is not known, part by part. The next part is made when the last one
 * is sent. A client that does not take a part in time is cut; so is one whose answer cannot be
 * completed, so that it cannot take the beginning for the whole.
 */
final class AnswerInParts implements IoCallback {

    private static final Log LOG = Log.of(AnswerInParts.class);

    private final HttpServerExchange exchange;
    private final BodyParts parts;
    private final Executor workers;
    private final Duration timeout;
    private final Connections connections;
    private volatile Runnable taken = () -> {};

    AnswerInParts(
            HttpServerExchange exchange,
            BodyParts parts,
            Executor workers,
            Duration timeout,
            Connections connections) {
        this.exchange = exchange;
        this.parts = parts;
        this.workers = workers;
        this.timeout = timeout;
        this.connections = connections;
        exchange.addExchangeCompleteListener((_, next) -> {
            taken.run();
            next.proceed();
        });
    }

    void send(ByteBuffer part) {
        taken = ClientDeadline.start(exchange, timeout, "a part of the answer to be taken");
        connections.answer(exchange, part.remaining());
        exchange.getResponseSender().send(part.duplicate(), this);
    }

    @Override
    public void onComplete(HttpServerExchange same, Sender sender) {
        taken.run();
        try {
            exchange.dispatch(workers, this::sendNext);
        } catch (RejectedExecutionException stopping) {
            ClientDeadline.cut(exchange, "the next part of the answer: " + stopping);
        }
    }

    private void sendNext() {
        Optional<ByteBuffer> part;
        try {
            part = parts.next();
        } catch (DependencyUnavailableException away) {
            giveUp(away.text());
            return;
        } catch (RuntimeException | Error defect) {
            LOG.defect(
                    "an answer broke off unexpectedly",
                    defect,
                    LogField.of("path", exchange.getRequestURI()));
            giveUp(defect.toString());
            return;
        }
        part.ifPresentOrElse(this::send, exchange::endExchange);
    }

    private void giveUp(String why) {
        LOG.warn(
                "answer broken off, connection closed",
                LogField.of("path", exchange.getRequestURI()),
                LogField.of("error", why));
        ClientDeadline.cut(exchange, "the next part of the answer: " + why);
    }

    @Override
    public void onException(HttpServerExchange same, Sender sender, IOException gone) {
        ClientDeadline.cut(exchange, "a part of the answer to be taken: " + gone);
    }
}
