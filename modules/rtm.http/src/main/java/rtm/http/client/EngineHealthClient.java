package rtm.http.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import rtm.domain.model.EngineAddress;
import rtm.domain.port.EngineHealth;
import rtm.domain.text.FailureWords;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;

/**
 * Asks engines about their health and follows up to ten redirects, like the service before, but
 * only to the engine's own address: an engine must not choose whom this service calls. A redirect
 * without a location is itself the answer. Safe for use by many threads.
 */
public final class EngineHealthClient implements EngineHealth {

    private static final String PATH = "/healthz";
    private static final int OK = 200;
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** A client without connections; each call opens its own. */
    public EngineHealthClient() {}

    @Override
    public Answer ask(EngineAddress engine, Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        try {
            return ask(engine, deadline);
        } catch (TimeoutException _) {
            return new Answer.Unhealthy(0, "no answer within " + Durations.text(timeout));
        } catch (IOException | IllegalArgumentException failed) {
            return new Answer.Unhealthy(0, words(failed));
        }
    }

    private static Answer ask(EngineAddress engine, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        URI url = URI.create("http://" + engine + PATH);
        for (int followed = 0; followed <= MOST_REDIRECTS; followed++) {
            PlainHead head = PlainHead.ask(engine, target(url), deadline);
            Optional<String> next = next(head);
            if (next.isEmpty()) {
                return judge(head.status());
            }
            url = url.resolve(next.get());
            if (!isOn(url, engine)) {
                return new Answer.Unhealthy(
                        head.status(), "redirected to another address, which is not followed");
            }
        }
        return new Answer.Unhealthy(0, "stopped after %d redirects".formatted(MOST_REDIRECTS));
    }

    private static boolean isOn(URI url, EngineAddress engine) {
        return "http".equalsIgnoreCase(url.getScheme())
                && engine.toString().equalsIgnoreCase(url.getRawAuthority());
    }

    /** The path and the query, as a request line has them. */
    private static String target(URI url) {
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    private static Optional<String> next(PlainHead head) {
        return REDIRECTS.contains(head.status())
                ? head.location().filter(place -> !place.isEmpty())
                : Optional.empty();
    }

    private static Answer judge(int status) {
        return status == OK
                ? new Answer.Healthy()
                : new Answer.Unhealthy(status, "unexpected status " + status);
    }

    private static String words(Exception failure) {
        String words = FailureWords.of(failure).lines().findFirst().orElse("");
        return failure instanceof ConnectException ? words.toLowerCase(Locale.ROOT) : words;
    }
}
