package rtm.bench;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rtm.domain.log.LogField;

/**
 * What it costs to look at the service, with 1,000 games: 980 stopped records without containers,
 * which the service does not compare with Docker meanwhile, and 20 real engines. Two of them change
 * their health each second, with and without followers. Fails if a bound is exceeded.
 */
final class Looks {

    static final Map<String, String> SETTINGS =
            Map.of(
                    "RTMANAGER_RECONCILE_INTERVAL", "1h",
                    "RTMANAGER_PROBE_INTERVAL", "1s",
                    "RTMANAGER_PROBE_TIMEOUT", "500ms",
                    "RTMANAGER_PROBE_FAILURES_THRESHOLD", "1");

    private static final String API = "/api/v1/internal";
    private static final String GAMES = "/overview?limit=1000";
    private static final int RECORDS = 980;
    private static final int ENGINES = 20;
    private static final int LISTS = 200;
    private static final int WARM_UP = 600;
    static final int FOLLOWERS = 3;
    private static final int SLOW_READERS = 200;
    private static final int SLICE_SECONDS = 90;
    private static final double MOST_LIST_MILLIS = 20;
    private static final double MOST_CORE_PERCENT = 1;
    private static final double MOST_START = 1.5;

    private final Scene scene;
    private final ProcessUse use;
    private final Limits limits = new Limits();
    private int games;

    private Looks(Scene scene) {
        this.scene = scene;
        use = new ProcessUse(scene.service().pid());
    }

    static void measure(Scene scene, int followers) throws Exception {
        Looks looks = new Looks(scene);
        looks.prepare();
        looks.lists();
        double nobody = looks.slice("two changes a second, nobody looks", 0);
        double three = looks.slice("the same, %d followers".formatted(followers), followers);
        looks.limits.atMost("core percent of followers", three - nobody, MOST_CORE_PERCENT);
        looks.slowReaders();
        looks.limits.check();
    }

    private void prepare() throws InterruptedException {
        for (int i = 0; i < ENGINES; i++) {
            scene.start(engine(i));
        }
        scene.database()
                .execute(
                        """
                        INSERT INTO rtmanager.runtime_records
                        SELECT 'stopped-' || n, 'stopped', md5(n::text) || md5(n::text),
                               'galaxy/game:1.0.0', 'http://galaxy-game-stopped-' || n || ':8080',
                               '/srv/' || n, 'net', now(), now(), NULL, now(), now(), 3
                        FROM generate_series(1, %1$d) n;
                        INSERT INTO rtmanager.health_snapshots
                            (game_id, container_id, status, source, details, observed_at)
                        SELECT 'stopped-' || n, md5(n::text) || md5(n::text), 'stopped',
                               'operation', '{}', now()
                        FROM generate_series(1, %1$d) n;
                        INSERT INTO rtmanager.operation_log
                            (game_id, op_kind, op_source, operation_id, owner, reason, outcome,
                             started_at, finished_at)
                        SELECT 'stopped-' || n, 'stop', 'admin_rest', gen_random_uuid(),
                               gen_random_uuid(), 'admin_request', 'success', now(), now()
                        FROM generate_series(1, %1$d) n
                        """
                                .formatted(RECORDS));
    }

    private static String engine(int number) {
        return "looks-" + number;
    }

    private static String inView() {
        return IntStream.range(0, ENGINES).mapToObj(Looks::engine).collect(Collectors.joining(","));
    }

    /** What {@code rtmanager ps} asks for, in parts. */
    private void lists() throws IOException, InterruptedException {
        double all = 0;
        for (String path : List.of(GAMES, "/operations?open=true&limit=500", "/status")) {
            double millis = requests(path);
            Figures.log("GET " + path, LogField.of("processor_ms", Figures.decimal(millis)));
            all += millis;
        }
        limits.atMost("processor milliseconds of ps", all, MOST_LIST_MILLIS);
        Figures.log(
                "GET %s after a change of every game".formatted(GAMES),
                LogField.of("processor_ms", Figures.decimal(afterChanges())));
    }

    /** The dearest look: nothing of it is known from an earlier one. */
    private double afterChanges() throws IOException, InterruptedException {
        double before = use.processorSeconds();
        for (int i = 0; i < LISTS; i++) {
            scene.database()
                    .execute(
                            "UPDATE rtmanager.health_snapshots SET observed_at = now() WHERE game_id LIKE 'stopped-%'");
            repeat(1, GAMES);
        }
        return (use.processorSeconds() - before) * 1000 / LISTS;
    }

    private double requests(String path) throws IOException, InterruptedException {
        repeat(WARM_UP, path);
        double before = use.processorSeconds();
        repeat(LISTS, path);
        return (use.processorSeconds() - before) * 1000 / LISTS;
    }

    private void repeat(int count, String path) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            scene.service().get(API + path);
        }
    }

    private double slice(String what, int followers) throws IOException, InterruptedException {
        List<Follower> open = new ArrayList<>();
        try {
            for (int i = 0; i < followers; i++) {
                open.add(Follower.open(scene.service(), inView()));
            }
            changes(5);
            double before = use.processorSeconds();
            long begin = System.nanoTime();
            changes(SLICE_SECONDS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double percent = (use.processorSeconds() - before) / seconds * 100;
            Figures.log(
                    what,
                    LogField.of("core_percent", Figures.decimal(percent)),
                    LogField.of("events", open.stream().mapToLong(Follower::events).sum()));
            return percent;
        } finally {
            open.forEach(Follower::close);
        }
    }

    /** Two engines a second become sick, or well again. */
    private void changes(int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; System.nanoTime() < end; i++) {
            long tick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            tell(engine(i % ENGINES), i / ENGINES % 2 == 0 ? "sick" : "well");
            TimeUnit.NANOSECONDS.sleep(Math.max(0, tick - System.nanoTime()));
        }
    }

    private void tell(String game, String word) {
        var docker = scene.docker().client();
        String command =
                docker.execCreateCmd(Scene.container(game)).withCmd("engine", word).exec().getId();
        try {
            docker.execStartCmd(command).exec(new ResultCallback.Adapter<>()).awaitCompletion();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Readers that take nothing: of changes, of logs and of lists. */
    private void slowReaders() throws IOException, InterruptedException {
        long usual = start();
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_READERS; i++) {
                readers.add(
                        reader(
                                switch (i % 3) {
                                    case 0 -> "/events";
                                    case 1 ->
                                            "/runtimes/"
                                                    + engine(i % ENGINES)
                                                    + "/logs?follow=true";
                                    default -> GAMES;
                                }));
            }
            long crowded = start();
            Figures.log(
                    "a start beside 200 slow readers",
                    LogField.of("usual_ms", Figures.decimal(usual / 1e6)),
                    LogField.of("crowded_ms", Figures.decimal(crowded / 1e6)));
            limits.atMost(
                    "duration of a start beside slow readers",
                    (double) crowded / usual,
                    MOST_START);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    private Socket reader(String path) throws IOException, InterruptedException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), scene.service().port()),
                5_000);
        socket.getOutputStream()
                .write(
                        "GET %s%s HTTP/1.1\r\nHost: h\r\n\r\n"
                                .formatted(API, path)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The median of five starts. */
    private long start() throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String game = "looks-start-" + ++games;
            long begin = System.nanoTime();
            scene.start(game);
            nanos.add(System.nanoTime() - begin);
            scene.remove(Scene.container(game));
        }
        return nanos.stream().sorted().toList().get(2);
    }
}
