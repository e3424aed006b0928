package rtm.bench;

import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rtm.bench.peer.Engine;
import rtm.bench.peer.RawPeer;
import rtm.testkit.server.RedisServer;

/**
 * The cost of a start beyond Docker's own create and start. One run alternates between three ways
 * to start an engine: raw Docker calls, a call over HTTP, and a job until its result. Fails if a
 * call takes longer, beside raw calls, than its limit.
 */
final class StartCost {

    private static final int WARM_UP = 5;

    /** How long a start may take beside raw calls. */
    static final double MOST = 1.05;

    private final Scene scene;
    private final RawPeer raw;
    private int games;

    private StartCost(Scene scene) {
        this.scene = scene;
        raw = new RawPeer(scene.docker());
    }

    static void measure(Scene scene, int rounds) throws InterruptedException {
        new StartCost(scene).measure(rounds);
    }

    private void measure(int rounds) throws InterruptedException {
        List<Long> direct = new ArrayList<>();
        List<Long> http = new ArrayList<>();
        List<Long> job = new ArrayList<>();
        for (int i = -WARM_UP; i < rounds; i++) {
            long rawNanos = raw();
            long httpNanos = http();
            long jobNanos = job();
            if (i >= 0) {
                direct.add(rawNanos);
                http.add(httpNanos);
                job.add(jobNanos);
            }
        }
        Figures.spread("raw docker create and start", direct);
        Figures.spread("start over http", http);
        Figures.spread("start job to its result", job);
        Limits limits = new Limits();
        limits.atMost(
                "start over HTTP, p50, beside raw calls",
                Spread.of(http).p50() / Spread.of(direct).p50(),
                MOST);
        limits.check();
    }

    private long raw() {
        String name = "raw-" + ++games;
        long begin = System.nanoTime();
        raw.start(name);
        long nanos = System.nanoTime() - begin;
        scene.remove(name);
        return nanos;
    }

    private long http() throws InterruptedException {
        String game = "bench-" + ++games;
        long begin = System.nanoTime();
        scene.start(game);
        long nanos = System.nanoTime() - begin;
        scene.remove(Scene.container(game));
        return nanos;
    }

    @SuppressWarnings("unchecked") // the client takes its streams as generic varargs
    private long job() {
        String game = "bench-" + ++games;
        var redis = RedisServer.shared().commands();
        long begin = System.nanoTime();
        redis.xadd(
                "runtime:start_jobs",
                Map.of("game_id", game, "image_ref", Engine.IMAGE, "requested_at_ms", "1"));
        redis.xread(
                XReadArgs.Builder.block(Duration.ofSeconds(30)),
                XReadArgs.StreamOffset.from("runtime:job_results", "0-0"));
        long nanos = System.nanoTime() - begin;
        redis.del("runtime:job_results");
        scene.remove(Scene.container(game));
        return nanos;
    }
}
