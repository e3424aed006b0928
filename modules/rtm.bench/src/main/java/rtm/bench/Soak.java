package rtm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import rtm.domain.log.LogField;
import rtm.testkit.server.ContainerTable;
import rtm.testkit.server.FakeDaemon;

/**
 * Memory, threads and descriptors over many starts and stops, of 16 games at a time. The daemon is
 * a table in this process that takes as long as a real one for each start and stop; {@code
 * RTM_BENCH_DAEMON=real} takes the real one, which needs half an hour. Fails if they grow after the
 * first fifth, or if memory exceeds its bound.
 */
final class Soak {

    static final int CYCLES = 5_000;

    private static final int AT_ONCE = 16;
    private static final Duration TIME_OF_A_CHANGE = Duration.ofMillis(250);
    private static final int PARTS = 10;
    private static final int SETTLED = 2;

    /** Connections of pools come and go. */
    private static final int FEW = 5;

    private static final double MOST_GROWTH = 1.05;
    private static final double MOST_MIB = 150;
    private static final String RUNTIMES = "/api/v1/internal/runtimes/";

    private final Scene scene;
    private final ProcessUse use;

    private Soak(Scene scene) {
        this.scene = scene;
        use = new ProcessUse(scene.service().pid());
    }

    static Map<String, String> settings() {
        if ("real".equals(System.getenv("RTM_BENCH_DAEMON"))) {
            return Map.of();
        }
        try {
            Path folder = Files.createTempDirectory("rtm-soak-");
            ContainerTable table = new ContainerTable();
            FakeDaemon daemon = FakeDaemon.start(folder, asked -> answer(table, asked));
            return Map.of(
                    "RTMANAGER_DOCKER_HOST", daemon.host().toString(),
                    "RTMANAGER_DOCKER_NETWORK", "galaxy-net",
                    "RTMANAGER_PROBE_INTERVAL", "1h");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static FakeDaemon.Reply answer(ContainerTable table, FakeDaemon.Asked asked) {
        if (asked.is("POST", "/containers/.*/(start|stop)")) {
            LockSupport.parkNanos(TIME_OF_A_CHANGE.toNanos());
        }
        return table.apply(asked);
    }

    static void measure(Scene scene, int cycles) throws IOException, InterruptedException {
        new Soak(scene).run(cycles);
    }

    private record Reading(double residentMib, long threads, long descriptors) {}

    private void run(int cycles) throws IOException, InterruptedException {
        read(0);
        List<Reading> readings = new ArrayList<>();
        for (int part = 1; part <= PARTS; part++) {
            cycles(cycles / PARTS);
            readings.add(read(part * (cycles / PARTS)));
        }
        Reading settled = readings.get(SETTLED - 1);
        Reading last = readings.getLast();
        Limits limits = new Limits();
        limits.atMost(
                "resident, MiB",
                last.residentMib(),
                Math.min(MOST_MIB, settled.residentMib() * MOST_GROWTH));
        limits.atMost("threads", (double) last.threads(), (double) settled.threads() + FEW);
        limits.atMost(
                "descriptors", (double) last.descriptors(), (double) settled.descriptors() + FEW);
        limits.check();
    }

    private void cycles(int count) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String game = "soak-" + i;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (left.getAndDecrement() > 0) {
                                        cycle(game);
                                    }
                                } catch (InterruptedException | RuntimeException failed) {
                                    failures.add(failed);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.peek());
        }
    }

    private void cycle(String game) throws InterruptedException {
        scene.start(game);
        HttpResponse<String> stopped =
                scene.service().post(RUNTIMES + game + "/stop", "{\"reason\":\"finished\"}");
        if (stopped.statusCode() != 200) {
            throw new IllegalStateException(stopped.body());
        }
    }

    private Reading read(int cycles) throws IOException {
        Reading now = new Reading(use.residentMib(), use.threads(), use.descriptors());
        Figures.log(
                "after starts and stops",
                LogField.of("cycles", cycles),
                LogField.of("resident_mib", Figures.decimal(now.residentMib())),
                LogField.of("threads", now.threads()),
                LogField.of("descriptors", now.descriptors()));
        return now;
    }
}
