package rtm.bench;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import rtm.testkit.server.RedisServer;

/**
 * What many nodes cost and bring. Each has the program and a made-up daemon that takes a quarter of
 * a second for a start, one after the other; PostgreSQL and Redis are real. Fails if three nodes
 * start games at less than two and a half times the rate of one, or if they are not filled alike.
 */
final class ManyNodes {

    /** Nodes, and games on each. */
    static final List<Integer> COUNTS = List.of(30, 100);

    private static final String STARTS = "runtime:start_jobs";
    private static final String RESULTS = "runtime:job_results";
    private static final int STARTS_A_NODE = 40;
    private static final double LEAST_GAIN = 2.5;
    private static final int JOBS_A_SECOND = 10;
    private static final int SECONDS = 30;
    private static final int SETTLE_SECONDS = 10;
    private static final long PATIENCE_SECONDS = 300;

    private final RedisCommands<String, String> redis = RedisServer.shared().commands();

    private ManyNodes() {}

    static void measure(Scene scene, List<Integer> counts) throws Exception {
        scene.stop();
        ManyNodes bench = new ManyNodes();
        Limits limits = new Limits();
        double one = bench.rate(1);
        double three = bench.rate(3);
        limits.atLeast("starts by 3 nodes, beside 1", three / one, LEAST_GAIN);
        bench.many(counts.getFirst(), counts.getLast(), limits);
        limits.check();
    }

    /** Starts a second, of as many games at once as all nodes start in ten seconds. */
    private double rate(int count) throws Exception {
        try (FakeNodes _ = FakeNodes.open(count)) {
            List<String> games = games("rate-" + count, STARTS_A_NODE * count);
            long begin = System.nanoTime();
            games.forEach(this::start);
            awaitResults(games.size());
            double rate = games.size() / ((System.nanoTime() - begin) / 1e9);
            new Table("nodes", "starts", "starts a second", "a node")
                    .row(count, games.size(), rate, rate / count)
                    .print("Starts at once");
            return rate;
        }
    }

    private void many(int count, int each, Limits limits) throws Exception {
        try (FakeNodes nodes = FakeNodes.open(count)) {
            int intake = nodes.intake();
            List<String> games = games("many", count * each);
            double before = nodes.use(intake).processorSeconds();
            long begin = System.nanoTime();
            games.forEach(this::start);
            awaitResults(games.size());
            double seconds = (System.nanoTime() - begin) / 1e9;
            double spent = nodes.use(intake).processorSeconds() - before;
            List<Integer> fill = nodes.running();
            limits.atMost(
                    "difference in games between nodes",
                    fill.stream().mapToInt(Integer::intValue).max().orElseThrow()
                            - fill.stream().mapToInt(Integer::intValue).min().orElseThrow(),
                    1);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            Use idle = use(nodes, intake, _ -> {});
            List<Long> delays = new ArrayList<>();
            Use busy = use(nodes, intake, second -> jobs(second, delays));
            new Table("", "idle", JOBS_A_SECOND + " starts a second")
                    .row("processor of the intake's process, %", idle.intake, busy.intake)
                    .row("processor of another process, %", idle.other, busy.other)
                    .row("commits a second", idle.commits, busy.commits)
                    .row("connections to PostgreSQL", idle.connections, busy.connections)
                    .print("%d nodes, %d games".formatted(count, games.size()));
            Spread spread = Spread.of(delays);
            new Table("", "value")
                    .row("all games started in, s", seconds)
                    .row("starts a second", games.size() / seconds)
                    .row(
                            "processor of the intake's process for one of them, ms",
                            spent * 1000 / games.size())
                    .row("job to result, p50, ms", spread.p50())
                    .row("job to result, p99, ms", spread.p99())
                    .row(
                            "memory of the intake's process, MB",
                            nodes.use(intake).residentMegabytes())
                    .row(
                            "memory of another process, MB",
                            nodes.use(nodes.other()).residentMegabytes())
                    .print("Starts");
        }
    }

    /**
     * What was used in half a minute.
     *
     * @param intake part of a processor, in percent
     * @param other the same of a process without the intake
     */
    private record Use(double intake, double other, double commits, int connections) {}

    private interface Second {
        void run(int number) throws Exception;
    }

    private Use use(FakeNodes nodes, int intake, Second work) throws Exception {
        int other = nodes.other();
        double intakeBefore = nodes.use(intake).processorSeconds();
        double otherBefore = nodes.use(other).processorSeconds();
        long commits = nodes.commits();
        long begin = System.nanoTime();
        for (int second = 0; second < SECONDS; second++) {
            work.run(second);
            long next = begin + TimeUnit.SECONDS.toNanos(second + 1L);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Use(
                (nodes.use(intake).processorSeconds() - intakeBefore) / seconds * 100,
                (nodes.use(other).processorSeconds() - otherBefore) / seconds * 100,
                (nodes.commits() - commits) / seconds,
                nodes.connections());
    }

    /** Jobs of one second, and how long each took until its result. */
    private void jobs(int second, List<Long> delays) throws InterruptedException {
        List<String> games = games("busy-" + second, JOBS_A_SECOND);
        Map<String, Long> added = new HashMap<>();
        String last = last();
        games.forEach(game -> added.put(game, millis(start(game))));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!added.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no results for " + added.keySet());
            }
            for (StreamMessage<String, String> entry :
                    redis.xrange(
                            RESULTS,
                            Range.from(
                                    Range.Boundary.excluding(last), Range.Boundary.unbounded()))) {
                last = entry.getId();
                Long since = added.remove(entry.getBody().get("game_id"));
                if (since != null) {
                    delays.add(TimeUnit.MILLISECONDS.toNanos(millis(entry.getId()) - since));
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private String last() {
        List<StreamMessage<String, String>> newest =
                redis.xrevrange(RESULTS, Range.unbounded(), io.lettuce.core.Limit.from(1));
        return newest.isEmpty() ? "0-0" : newest.getFirst().getId();
    }

    private static long millis(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    private static List<String> games(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> kind + "-" + i).toList();
    }

    private String start(String game) {
        return redis.xadd(
                STARTS,
                Map.of(
                        "game_id",
                        game,
                        "image_ref",
                        "galaxy/game:1.4.0",
                        "requested_at_ms",
                        Long.toString(System.currentTimeMillis())));
    }

    private void awaitResults(int count) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (redis.xlen(RESULTS) < count) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "only %d of %d results".formatted(redis.xlen(RESULTS), count));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
