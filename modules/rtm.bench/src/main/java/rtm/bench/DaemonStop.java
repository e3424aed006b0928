package rtm.bench;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import rtm.bench.peer.Engine;
import rtm.testkit.server.DockerHost;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.RedisServer;

/**
 * The daemon is stopped in good order, without live-restore, and all engines end with it: half of
 * them with 0, half are killed. Measured is the time from the moment at which the daemon answers
 * again to the report of the last end. Fails if an end is not reported, or not exactly once, or
 * with another code.
 */
final class DaemonStop {

    private static final String STREAM = "runtime:health_events";
    private static final String KILLED_IMAGE = "galaxy/test-engine:stubborn";
    private static final Set<String> ENDS =
            Set.of("container_exited", "container_oom", "inspect_unhealthy");
    private static final String CLEAN =
            "inspect_unhealthy {\"restart_count\":0,\"state\":\"exited\",\"health\":\"\"}";
    private static final String KILLED = "container_exited {\"exit_code\":137,\"oom\":false}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final double MOST_SECONDS = 2;

    private final PrivateDocker daemon;
    private final RedisCommands<String, String> redis = RedisServer.shared().commands();
    private final Map<String, String> expected = new HashMap<>();
    private final Map<String, String> reported = new HashMap<>();
    private String last = "0-0";
    private long lastEnd;

    private DaemonStop(PrivateDocker daemon) {
        this.daemon = daemon;
    }

    /** Another scene must not run meanwhile. */
    static void measure(int engines, Limits limits) throws Exception {
        try (PrivateDocker daemon = PrivateDocker.start(List.of(), Engine.IMAGE, KILLED_IMAGE);
                Scene scene = Scene.open(DockerHost.connect(daemon.uri()), Map.of())) {
            DaemonStop stop = new DaemonStop(daemon);
            stop.start(scene, "clean-", engines / 2, Engine.IMAGE, CLEAN);
            stop.start(scene, "killed-", engines - engines / 2, KILLED_IMAGE, KILLED);
            double seconds = stop.stopAndStart();
            new Table("engines", "last end reported after, ms")
                    .row(engines, seconds * 1000)
                    .print("The daemon stops in good order and answers again");
            limits.atMost(engines + " ends at once, seconds to the last", seconds, MOST_SECONDS);
        }
    }

    private void start(Scene scene, String prefix, int engines, String image, String end)
            throws Exception {
        List<String> games = IntStream.range(0, engines).mapToObj(i -> prefix + i).toList();
        scene.start(games, image);
        games.forEach(game -> expected.put(game, end));
    }

    private double stopAndStart() throws InterruptedException {
        daemon.terminate();
        Thread starter = Thread.ofVirtual().start(daemon::restart);
        DockerPing.await(daemon.uri());
        long answers = System.nanoTime();
        while (reported.size() < expected.size()) {
            if (!read(PATIENCE)) {
                throw new IllegalStateException(
                        "%d of %d ends are reported".formatted(reported.size(), expected.size()));
            }
        }
        long end = lastEnd;
        while (read(QUIET)) {
            // A second report of the same end would come now.
        }
        starter.join();
        if (!reported.equals(expected)) {
            throw new IllegalStateException("reported: %s".formatted(reported));
        }
        return (end - answers) / 1e9;
    }

    /** Reads what is new; false if nothing came in that time. */
    @SuppressWarnings("unchecked") // the client takes its streams as generic varargs
    private boolean read(Duration patience) {
        List<StreamMessage<String, String>> events =
                redis.xread(
                        XReadArgs.Builder.block(patience),
                        XReadArgs.StreamOffset.from(STREAM, last));
        for (StreamMessage<String, String> event : events) {
            last = event.getId();
            String type = event.getBody().getOrDefault("event_type", "");
            if (ENDS.contains(type)) {
                lastEnd = System.nanoTime();
                reported.merge(
                        event.getBody().getOrDefault("game_id", ""),
                        type + " " + event.getBody().get("details"),
                        (first, second) -> first + ", then " + second);
            }
        }
        return !events.isEmpty();
    }
}
