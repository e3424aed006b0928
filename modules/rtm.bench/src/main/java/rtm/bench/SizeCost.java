package rtm.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import rtm.bench.peer.Engine;

/**
 * What the program costs while more and more real engines run: idle, for a start, a list and a
 * comparison of all records with all containers, and to boot. If no more engines can be started,
 * the last size is what runs. Fails if a limit is exceeded.
 */
final class SizeCost {

    static final List<Integer> COUNTS = List.of(10, 100, 1_000);

    private static final String API = "/api/v1/internal/runtimes";
    private static final String COMPARED = "records and containers compared";
    private static final int SETTLE_SECONDS = 15;
    private static final int IDLE_SECONDS = 60;
    private static final int COMPARE_SECONDS = 30;
    private static final int STARTS = 20;
    private static final int LISTS = 50;
    private static final int BOOTS = 3;

    private final Scene scene;
    private final List<SizeFigures> figures = new ArrayList<>();
    private int running;

    private SizeCost(Scene scene) {
        this.scene = scene;
    }

    static void measure(Scene scene, List<Integer> counts) throws Exception {
        SizeCost cost = new SizeCost(scene);
        for (int count : counts) {
            if (cost.reach(count)) {
                cost.figures.add(cost.look());
            }
        }
        SizeFigures.print(cost.figures);
    }

    /** Whether more engines run than before; fewer than wanted if this machine bears no more. */
    private boolean reach(int count) throws InterruptedException {
        int before = running;
        List<String> games = IntStream.range(before, count).mapToObj(i -> "size-" + i).toList();
        try {
            scene.start(games, Engine.IMAGE);
        } catch (ExecutionException full) {
            System.out.printf("No %d engines on this machine: %s%n", count, full.getMessage());
        }
        running = scene.docker().running();
        return running > before;
    }

    private ProcessUse use() {
        return new ProcessUse(scene.service().pid());
    }

    private SizeFigures look() throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        double idle = part(IDLE_SECONDS);
        double memory = use().residentMegabytes();
        double list = processorMillis(LISTS, 0, _ -> scene.service().get(API));
        double start = processorMillis(STARTS, idle, i -> scene.start(further(i)));
        IntStream.range(0, STARTS).forEach(i -> scene.remove(Scene.container(further(i))));
        double ready = boots();
        return new SizeFigures(running, idle * 100, memory, start, list, comparison(), ready);
    }

    /** The part of a processor that it uses while nothing is asked. */
    private double part(int seconds) throws IOException, InterruptedException {
        double before = use().processorSeconds();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return (use().processorSeconds() - before) / ((System.nanoTime() - begin) / 1e9);
    }

    private interface Work {
        void run(int number) throws InterruptedException;
    }

    /** Processor time for one of many, without what it uses meanwhile when idle. */
    private double processorMillis(int times, double idle, Work work)
            throws IOException, InterruptedException {
        double before = use().processorSeconds();
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run(i);
        }
        double meanwhile = idle * (System.nanoTime() - begin) / 1e9;
        return Math.max(0, use().processorSeconds() - before - meanwhile) * 1000 / times;
    }

    private String further(int number) {
        return "size-" + running + "-further-" + number;
    }

    /** The median of some boots over all engines, in milliseconds. */
    private double boots() throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < BOOTS; i++) {
            scene.stop();
            nanos.add(scene.boot(Map.of()).toNanos());
        }
        return Spread.of(nanos).p50();
    }

    /** Processor milliseconds of a comparison: many a minute, less the same time without any. */
    private double comparison() throws IOException, InterruptedException {
        double without = boot(Duration.ofHours(1));
        double with = boot(Duration.ofSeconds(1));
        long compared =
                scene.service().log().stream().filter(line -> line.contains(COMPARED)).count();
        double seconds = (with - without) * COMPARE_SECONDS;
        scene.stop();
        scene.boot(Map.of());
        return Math.max(0, seconds) * 1000 / Math.max(1, compared);
    }

    private double boot(Duration interval) throws IOException, InterruptedException {
        scene.stop();
        scene.boot(
                Map.of(
                        "RTMANAGER_LOG_LEVEL",
                        "debug",
                        "RTMANAGER_RECONCILE_INTERVAL",
                        interval.toSeconds() + "s"));
        return part(COMPARE_SECONDS);
    }
}
