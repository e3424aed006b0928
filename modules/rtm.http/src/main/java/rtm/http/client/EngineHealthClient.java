package rtm.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rtm.domain.model.EngineAddress;
import rtm.domain.port.EngineHealth;
import rtm.domain.time.Deadline;

/**
 * Asks engines about their health and follows up to ten redirects, like the service before; a
 * redirect without a location is itself the answer. Only redirects need the JDK's client, which is
 * set up then. Safe for use by many threads.
 */
public final class EngineHealthClient implements EngineHealth, AutoCloseable {

    private static final String PATH = "/healthz";
    private static final int OK = 200;
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** The request's own timeout is shorter. */
    private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("engine-health-", 0).factory());
    private final LazyHttp http = new LazyHttp(LONGEST_CONNECT, threads);

    /** A client that has not connected to anything yet. */
    public EngineHealthClient() {}

    @Override
    public Answer ask(EngineAddress engine, Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        try {
            PlainHead first = PlainHead.ask(engine, PATH, deadline);
            Optional<String> next = next(first.status(), first.location());
            return next.isEmpty()
                    ? judge(first.status())
                    : follow(URI.create("http://" + engine + PATH).resolve(next.get()), deadline);
        } catch (TimeoutException _) {
            return new Answer.Unhealthy(0, "no answer within " + said(timeout));
        } catch (ExecutionException failed) {
            return new Answer.Unhealthy(0, words(failed));
        } catch (IOException | IllegalArgumentException failed) {
            return new Answer.Unhealthy(0, words(failed));
        }
    }

    /** From where the first redirect leads. */
    private Answer follow(URI start, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException, ExecutionException {
        URI url = start;
        for (int followed = 1; followed <= MOST_REDIRECTS; followed++) {
            HttpResponse<InputStream> answer = headers(url, deadline);
            Optional<String> next =
                    next(answer.statusCode(), answer.headers().firstValue("Location"));
            if (next.isEmpty()) {
                return judge(answer.statusCode());
            }
            url = url.resolve(next.get());
        }
        return new Answer.Unhealthy(0, "stopped after %d redirects".formatted(MOST_REDIRECTS));
    }

    /** Does not wait for the body, and does not read it. */
    private HttpResponse<InputStream> headers(URI url, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException, ExecutionException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.client()
                        .sendAsync(
                                HttpRequest.newBuilder(url).build(), BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> response =
                    answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            response.body().close();
            return response;
        } finally {
            answer.cancel(true);
        }
    }

    private static Optional<String> next(int status, Optional<String> location) {
        return REDIRECTS.contains(status)
                ? location.filter(place -> !place.isEmpty())
                : Optional.empty();
    }

    private static Answer judge(int status) {
        return status == OK
                ? new Answer.Healthy()
                : new Answer.Unhealthy(status, "unexpected status " + status);
    }

    /** The JDK's client gives a refused connection no message. */
    private static String words(Exception failure) {
        Throwable cause =
                failure instanceof ExecutionException
                        ? Optional.ofNullable(failure.getCause()).orElse(failure)
                        : failure;
        Optional<String> message = Optional.ofNullable(cause.getMessage());
        if (cause instanceof ConnectException) {
            return message.map(text -> text.toLowerCase(Locale.ROOT)).orElse("connection refused");
        }
        return message.flatMap(text -> text.lines().findFirst())
                .orElse(cause.getClass().getSimpleName());
    }

    private static String said(Duration timeout) {
        return timeout.toMillis() % 1000 == 0
                ? timeout.toSeconds() + "s"
                : timeout.toMillis() + "ms";
    }

    /** Cancels running requests. */
    @Override
    public void close() {
        threads.shutdownNow();
        http.close();
    }
}
