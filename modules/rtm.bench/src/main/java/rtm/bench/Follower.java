package rtm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import rtm.testkit.server.ServiceProcess;

/**
 * Asks as the page does in a browser: all games once, then the stream of changes, the status every
 * 5 seconds, and what the engines in view use every 10 seconds, on the ticks of the clock.
 */
final class Follower implements AutoCloseable {

    private static final String API = "/api/v1/internal";
    private static final long STATUS_MILLIS = 5_000;
    private static final long STATS_MILLIS = 10_000;

    private final ServiceProcess service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
    private final AtomicLong events = new AtomicLong();

    private Follower(ServiceProcess service) {
        this.service = service;
    }

    /**
     * Opens a page.
     *
     * @param inView the ids of the running games in view, with commas
     */
    static Follower open(ServiceProcess service, String inView)
            throws IOException, InterruptedException {
        Follower follower = new Follower(service);
        follower.read(API + "/overview?limit=1000");
        follower.read(API + "/operations?limit=200");
        Iterator<String> lines =
                follower.client
                        .send(follower.request(API + "/events"), BodyHandlers.ofLines())
                        .body()
                        .iterator();
        Thread.ofVirtual().start(() -> follower.take(lines));
        follower.every(STATUS_MILLIS, API + "/status");
        follower.every(STATS_MILLIS, API + "/stats?game_id=" + inView);
        return follower;
    }

    private HttpRequest request(String path) throws InterruptedException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .build();
    }

    private void read(String path) throws IOException, InterruptedException {
        client.send(request(path), BodyHandlers.discarding());
    }

    private void take(Iterator<String> lines) {
        try {
            while (lines.hasNext()) {
                if (lines.next().startsWith("data:")) {
                    events.incrementAndGet();
                }
            }
        } catch (UncheckedIOException _) {
            // The page was closed.
        }
    }

    private void every(long millis, String path) {
        var _ =
                timers.scheduleAtFixedRate(
                        () -> tick(path),
                        millis - System.currentTimeMillis() % millis,
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private void tick(String path) {
        try {
            read(path);
        } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many changes it has seen. */
    long events() {
        return events.get();
    }

    @Override
    public void close() {
        timers.shutdownNow();
        client.shutdownNow();
        try {
            client.awaitTermination(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
