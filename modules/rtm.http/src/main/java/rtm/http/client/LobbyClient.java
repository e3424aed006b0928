package rtm.http.client;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.GameId;
import rtm.domain.port.LobbyDirectory;
import rtm.domain.text.FailureWords;
import rtm.domain.time.Durations;

/**
 * Asks Lobby about a game, only for the log (runbook). The result is logged at debug level only.
 * Nothing is set up before the first question.
 */
public final class LobbyClient implements LobbyDirectory, AutoCloseable {

    private static final Log LOG = Log.of(LobbyClient.class);
    private static final int MOST_AT_ONCE = 8;
    private static final long LONGEST_BODY = 64L * 1024;

    private final LobbySettings settings;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lobby-", 0).factory());
    private final LazyHttp http;
    private final ClientSpans spans;

    /** A client that has not connected to anything yet. */
    public LobbyClient(LobbySettings settings, OpenTelemetry telemetry) {
        this.settings = settings;
        this.spans = new ClientSpans(telemetry);
        this.http = new LazyHttp(settings.timeout(), threads);
    }

    @Override
    public void lookUp(GameId gameId) {
        if (settings.baseUrl().isEmpty()) {
            return;
        }
        if (!free.tryAcquire()) {
            log(gameId, "too many questions at once");
            return;
        }
        URI url = url(settings.baseUrl().get(), gameId);
        Span span = spans.begin("GET", url);
        try {
            threads.execute(Context.current().with(span).wrap(() -> ask(gameId, url)));
        } catch (RejectedExecutionException closed) {
            span.end();
            free.release();
            log(gameId, "this client is closed");
        }
    }

    private static URI url(URI base, GameId gameId) {
        String prefix = base.toString().replaceFirst("/+$", "");
        return URI.create(prefix + "/api/v1/internal/games/" + gameId);
    }

    private void ask(GameId gameId, URI url) {
        try {
            int status = status(url);
            ClientSpans.answered(status);
            LOG.debug(
                    "lobby answered about a game",
                    LogField.of("game_id", gameId),
                    LogField.of("status", status));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            fail(gameId, "this client is closed", stopped);
        } catch (TimeoutException late) {
            fail(gameId, "no answer within " + Durations.text(settings.timeout()), late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            fail(gameId, FailureWords.of(cause), cause);
        } catch (IOException | RuntimeException failed) {
            fail(gameId, FailureWords.of(failed), failed);
        } finally {
            Span.current().end();
            free.release();
        }
    }

    private static void fail(GameId gameId, String reason, Throwable cause) {
        ClientSpans.failed(cause);
        log(gameId, reason);
    }

    /** The deadline is over headers and body together, which a request's own timeout is not. */
    private int status(URI url)
            throws IOException, InterruptedException, TimeoutException, ExecutionException {
        HttpRequest request =
                spans.carriedBy(HttpRequest.newBuilder(url).header("Accept", "application/json"))
                        .build();
        CompletableFuture<HttpResponse<Void>> answer =
                http.client()
                        .sendAsync(
                                request,
                                BodyHandlers.limiting(BodyHandlers.discarding(), LONGEST_BODY));
        try {
            return answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } finally {
            answer.cancel(true);
        }
    }

    private static void log(GameId gameId, String reason) {
        LOG.debug(
                "lobby was not reached about a game",
                LogField.of("game_id", gameId),
                LogField.of("error", reason));
    }

    /** Drops what is being asked. */
    @Override
    public void close() {
        // First, or the client would try once more what is cut off while it connects.
        http.close();
        threads.shutdownNow();
    }
}
