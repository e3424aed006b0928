package rtm.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rtm.bench.peer.Engine;
import rtm.domain.log.LogField;
import rtm.testkit.server.RedisServer;

/**
 * What excessive input costs: values, entries, removed records, containers and clients, far beyond
 * what the service expects. After each kind a game is started, to see that others are served. Fails
 * if it takes more memory than its limit.
 */
final class Bounds {

    static final Map<String, String> SETTINGS = Map.of("RTMANAGER_RECONCILE_INTERVAL", "10s");

    private static final String JOBS = "runtime:start_jobs";
    private static final int VALUE_BYTES = 300 << 20;
    private static final int ENTRIES = 1_000_000;
    private static final int ENTRIES_A_SCRIPT = 20_000;
    private static final int REMOVED_RECORDS = 200_000;
    private static final int CONTAINERS = 2_000;
    private static final int LABEL_BYTES = 10_000;
    private static final int LARGE_LABEL_BYTES = 4 << 20;
    private static final int CLIENTS = 1_000;
    private static final double MOST_MEGABYTES = 200;
    private static final String RUNTIMES = "/api/v1/internal/runtimes";

    private final Scene scene;
    private final ProcessUse use;
    private final RedisCommands<String, String> redis = RedisServer.shared().commands();
    private final Limits limits = new Limits();
    private int games;

    private Bounds(Scene scene) {
        this.scene = scene;
        use = new ProcessUse(scene.service().pid());
    }

    /** One round, whatever the count. */
    static void measure(Scene scene, int rounds) throws Exception {
        Bounds bounds = new Bounds(scene);
        bounds.after("nothing");
        for (int i = 0; i < rounds; i++) {
            bounds.values();
            bounds.entries();
            bounds.removedRecords();
            bounds.containers();
            bounds.clients();
        }
        bounds.limits.check();
    }

    private void values() throws IOException, InterruptedException {
        use.forgetPeak();
        redis.eval(
                "return redis.call('XADD', KEYS[1], '*', 'game_id', 'large',"
                        + " 'image_ref', string.rep('x', tonumber(ARGV[1])))",
                ScriptOutputType.VALUE,
                new String[] {JOBS},
                Integer.toString(VALUE_BYTES));
        scene.service().awaitLine("game_id=large", "larger than");
        after("a value of 300 MiB");
    }

    private void entries() throws IOException, InterruptedException {
        use.forgetPeak();
        long begin = System.nanoTime();
        for (int i = 0; i < ENTRIES / ENTRIES_A_SCRIPT; i++) {
            redis.eval(
                    "for i = 1, tonumber(ARGV[1]) do"
                            + " redis.call('XADD', KEYS[1], '*', 'nonsense', i) end",
                    ScriptOutputType.STATUS,
                    new String[] {JOBS},
                    Integer.toString(ENTRIES_A_SCRIPT));
        }
        after("1,000,000 entries, while it reads them");
        String last = redis.xadd(JOBS, "nonsense", "last");
        while (!last.equals(redis.get("rtmanager:stream_offsets:startjobs"))) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        Figures.log(
                "1,000,000 entries read",
                LogField.of("seconds", Figures.decimal((System.nanoTime() - begin) / 1e9)));
        redis.xtrim(JOBS, 1);
        after("1,000,000 entries");
    }

    private void removedRecords() throws IOException, InterruptedException {
        use.forgetPeak();
        scene.database()
                .execute(
                        """
                        INSERT INTO rtmanager.runtime_records
                        SELECT 'removed-' || n, 'removed', NULL, 'galaxy/game:1.0.0',
                               'http://galaxy-game-removed-' || n || ':8080', '/srv/' || n, 'net',
                               now(), NULL, now(), now(), now(), 3
                        FROM generate_series(1, %d) n
                        """
                                .formatted(REMOVED_RECORDS));
        after("200,000 removed records");
        long begin = System.nanoTime();
        int length = scene.service().get(RUNTIMES).body().length();
        Figures.log(
                "the list of all of them",
                LogField.of("mib", Figures.decimal(length / 1024.0 / 1024)),
                LogField.of("seconds", Figures.decimal((System.nanoTime() - begin) / 1e9)));
        after("the list of all of them");
    }

    private void containers() throws IOException, InterruptedException {
        use.forgetPeak();
        List<String> made = new ArrayList<>();
        try {
            for (int i = 0; i < CONTAINERS; i++) {
                made.add(container("bounds-" + i, LABEL_BYTES));
            }
            made.add(container("bounds-large", LARGE_LABEL_BYTES));
            scene.service().awaitLine("bounds-large");
            after("2,000 containers with large labels, reconciled");
        } finally {
            made.forEach(scene::remove);
        }
    }

    private String container(String name, int labelBytes) {
        DockerClient docker = scene.docker().client();
        return docker.createContainerCmd(Engine.IMAGE)
                .withName(name)
                .withLabels(
                        Map.of("com.galaxy.owner", "rtmanager", "large", "x".repeat(labelBytes)))
                .withHostConfig(
                        HostConfig.newHostConfig().withNetworkMode(scene.docker().network()))
                .exec()
                .getId();
    }

    private void clients() throws IOException, InterruptedException {
        use.forgetPeak();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4096);
                socket.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), scene.service().port()),
                        5_000);
                sockets.add(socket);
                socket.getOutputStream()
                        .write(
                                ("GET " + RUNTIMES + " HTTP/1.1\r\nHost: h\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
            }
            after("1,000 clients that do not read");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void after(String what) throws IOException, InterruptedException {
        String game = "bounds-game-" + ++games;
        long begin = System.nanoTime();
        int ready = scene.service().get("/readyz").statusCode();
        long readyNanos = System.nanoTime() - begin;
        begin = System.nanoTime();
        scene.start(game);
        long startNanos = System.nanoTime() - begin;
        scene.remove(Scene.container(game));
        Figures.log(
                what,
                LogField.of("readyz", ready),
                LogField.of("readyz_ms", Figures.decimal(readyNanos / 1e6)),
                LogField.of("start_ms", Figures.decimal(startNanos / 1e6)),
                LogField.of("resident_mib", Figures.decimal(use.residentMib())),
                LogField.of("peak_mib", Figures.decimal(use.peakMib())));
        limits.atMost(what + ": most resident, MB", use.peakMegabytes(), MOST_MEGABYTES);
    }
}
