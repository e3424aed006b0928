package rtm.it;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import rtm.testkit.server.ServiceProcess;

/** New games, twice a second: one by a job, the next by a call. How long each took is kept. */
final class Starts implements AutoCloseable {

    private static final long EACH_MILLIS = 500;

    private final SeveralNodes nodes;
    private final List<ServiceProcess> asked;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<Start> done = new ConcurrentLinkedQueue<>();
    private final List<Sent> jobs = new ArrayList<>();
    private final List<Thread> calls = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();

    /**
     * A start that is waited for.
     *
     * @param game its game
     * @param at when it was asked for, by {@link System#currentTimeMillis}
     */
    private record Sent(String game, long at) {}

    /**
     * A start that has its answer.
     *
     * @param game its game
     * @param job whether by a job
     * @param at when it was asked for
     * @param millis how long it took
     * @param works whether the game runs
     */
    record Start(String game, boolean job, long at, long millis, boolean works) {}

    /** Begins; calls go to these processes in turn. */
    Starts(SeveralNodes nodes, List<ServiceProcess> asked) {
        this.nodes = nodes;
        this.asked = List.copyOf(asked);
        var _ = timer.scheduleAtFixedRate(this::next, 0, EACH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void next() {
        int number = sent.getAndIncrement();
        String game = nodes.newGame();
        long at = System.currentTimeMillis();
        if (number % 2 == 0) {
            nodes.startJob(game, Stage.IMAGE);
            jobs.add(new Sent(game, at));
        } else {
            ServiceProcess service = asked.get(number / 2 % asked.size());
            calls.add(Thread.ofVirtual().start(() -> call(service, game, at)));
        }
    }

    private void call(ServiceProcess service, String game, long at) {
        boolean works = false;
        try {
            works =
                    service.post(
                                            "/api/v1/internal/runtimes/" + game + "/start",
                                            "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                                    .statusCode()
                            == 200;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        done.add(new Start(game, false, at, System.currentTimeMillis() - at, works));
    }

    /** Begins nothing more, and waits for what is under way. */
    List<Start> finish() throws InterruptedException {
        end();
        for (Thread call : calls) {
            call.join();
        }
        await("results")
                .atMost(Duration.ofMinutes(2))
                .until(() -> results().count() == jobs.size());
        return Stream.concat(results(), done.stream()).toList();
    }

    /** An entry's id has the time at which it was added. */
    private Stream<Start> results() {
        return nodes.redis().xrange("runtime:job_results", Range.unbounded()).stream()
                .flatMap(entry ->
                        jobs.stream()
                                .filter(job -> job.game().equals(entry.getBody().get("game_id")))
                                .map(job ->
                                        new Start(
                                                job.game(),
                                                true,
                                                job.at(),
                                                Long.parseLong(entry.getId().split("-", 2)[0])
                                                        - job.at(),
                                                "success".equals(entry.getBody().get("outcome")))));
    }

    /** One line on the starts of some kind in some time. */
    static String line(String words, List<Start> starts) {
        long[] sorted = starts.stream().mapToLong(Start::millis).sorted().toArray();
        return "| %s | %d | %d | %s | %s |"
                .formatted(
                        words,
                        sorted.length,
                        starts.stream().filter(start -> !start.works()).count(),
                        sorted.length == 0 ? "-" : sorted[sorted.length / 2],
                        sorted.length == 0 ? "-" : sorted[sorted.length - 1]);
    }

    @Override
    public void close() {
        end();
    }

    /** Begins nothing more. */
    void end() {
        timer.shutdown();
        try {
            var _ = timer.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
