package rtm.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;

/**
 * From the start of the program to the first successful answer of {@code /readyz}, beside a bare
 * program on the same JVM, and beside the time that each dependency needs to connect and to answer.
 * All take turns. Fails if a limit is exceeded.
 */
final class BootTime {

    private static final int WARM_UP = 2;
    private static final double MOST_MILLIS = 450;
    private static final double MOST_RATIO = 3;
    private static final String READY = "Runtime Manager, ready";
    private static final String BARE = "bare program, same JVM and flags";

    private final Scene scene;
    private final BareJvm bare;
    private final RedisClient redis =
            RedisClient.create(
                    RedisURI.builder()
                            .withHost(RedisServer.shared().host())
                            .withPort(RedisServer.shared().port())
                            .withPassword(RedisServer.PASSWORD.toCharArray())
                            .build());
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();
    private final List<Double> processor = new ArrayList<>();
    private Instant begin = Instant.EPOCH;

    private BootTime(Scene scene, BareJvm bare) {
        this.scene = scene;
        this.bare = bare;
    }

    static void measure(Scene scene, int boots) throws Exception {
        scene.stop();
        try (BareJvm bare = new BareJvm()) {
            bare.prepare();
            new BootTime(scene, bare).run(boots);
        }
    }

    private interface Work {
        long nanos() throws Exception;
    }

    private void run(int boots) throws Exception {
        for (int i = -WARM_UP; i < boots; i++) {
            boolean counts = i >= 0;
            add(counts, READY, this::boot);
            add(counts, BARE, bare::plain);
            add(counts, "the same with an AOT cache", bare::cached);
            add(counts, "PostgreSQL: connect, first answer", () -> Timed.nanos(this::askPostgres));
            add(counts, "Redis: connect, first answer", () -> Timed.nanos(this::askRedis));
            add(counts, "Docker: connect, ping", () -> Timed.nanos(this::askDocker));
        }
        redis.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        new BootLog(begin, scene.service().log()).print();
        print();
    }

    private void add(boolean counts, String what, Work work) throws Exception {
        long taken = work.nanos();
        if (counts) {
            nanos.computeIfAbsent(what, _ -> new ArrayList<>()).add(taken);
        }
    }

    private long boot() throws Exception {
        begin = Instant.now();
        long taken = scene.boot(Map.of()).toNanos();
        processor.add(new ProcessUse(scene.service().pid()).processorSeconds() * 1000);
        scene.stop();
        return taken;
    }

    private void askPostgres() throws Exception {
        String url =
                "jdbc:postgresql://%s/%s"
                        .formatted(PostgresServer.shared().address(), scene.database().name());
        try (Connection connection =
                        DriverManager.getConnection(
                                url, PostgresServer.ROLE, PostgresServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private void askRedis() {
        try (StatefulRedisConnection<String, String> connection = redis.connect()) {
            connection.sync().ping();
        }
    }

    private void askDocker() {
        if (!DockerPing.answers(scene.docker().uri())) {
            throw new IllegalStateException("Docker does not answer");
        }
    }

    private Spread spread(String what) {
        return Spread.of(nanos.getOrDefault(what, List.of()));
    }

    private void print() {
        double ready = spread(READY).p50();
        Table table = new Table("", "p50, ms", "p99, ms", "ready / this");
        nanos.keySet()
                .forEach(what -> {
                    Spread spread = spread(what);
                    table.row(what, spread.p50(), spread.p99(), ready / spread.p50());
                });
        table.print("From its start, %d times".formatted(spread(READY).nanos().size()));
        new Table("processor time until ready, ms")
                .row(processor.stream().skip(WARM_UP).mapToDouble(each -> each).average().orElse(0))
                .print("All threads together");
        Limits limits = new Limits();
        limits.atMost("ready, p50 in ms", ready, MOST_MILLIS);
        limits.atMost(
                "ready, p50, beside the bare program", ready / spread(BARE).p50(), MOST_RATIO);
        limits.check();
    }
}
