package rtm.bench;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.Event;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import rtm.testkit.server.RedisServer;

/**
 * The delay from the end of an engine to its event in the stream: measured from the call that kills
 * it, and from Docker's event to another listener; then for many that end with their daemon. Fails
 * if a limit is exceeded.
 */
final class ExitDelay {

    private static final String STREAM = "runtime:health_events";
    private static final int PATIENCE_SECONDS = 30;
    private static final int ENDS_AT_ONCE = 100;
    private static final double MOST_MILLIS = 150;

    private final RedisCommands<String, String> redis = RedisServer.shared().commands();
    private final BlockingQueue<Long> deaths = new LinkedBlockingQueue<>();
    private final List<Long> fromTheKill = new ArrayList<>();
    private final List<Long> fromTheEvent = new ArrayList<>();

    private ExitDelay() {}

    static void measure(Scene scene, int exits) throws Exception {
        ExitDelay delay = new ExitDelay();
        try (var _ =
                scene.docker()
                        .client()
                        .eventsCmd()
                        .withEventFilter("die")
                        .exec(delay.new Deaths())) {
            for (int i = 0; i < exits; i++) {
                delay.one(scene, "exit-" + i);
            }
        }
        Spread event = Spread.of(delay.fromTheEvent);
        new Table("ms", "p50", "p99")
                .row(Spread.of(delay.fromTheKill).cells("from the kill"))
                .row(event.cells("from Docker's own event"))
                .print("From an end to its event in the stream, %d ends".formatted(exits));
        Limits limits = new Limits();
        limits.atMost("from Docker's event, p99 in ms", event.p99(), MOST_MILLIS);
        scene.stop();
        DaemonStop.measure(ENDS_AT_ONCE, limits);
        limits.check();
    }

    private final class Deaths extends ResultCallbackTemplate<Deaths, Event> {

        @Override
        public void onNext(Event death) {
            deaths.add(System.nanoTime());
        }
    }

    @SuppressWarnings("unchecked") // the client takes its streams as generic varargs
    private void one(Scene scene, String game) throws InterruptedException {
        scene.start(game);
        redis.del(STREAM);
        long begin = System.nanoTime();
        scene.docker().client().killContainerCmd(Scene.container(game)).exec();
        var reported =
                redis.xread(
                        XReadArgs.Builder.block(Duration.ofSeconds(PATIENCE_SECONDS)),
                        XReadArgs.StreamOffset.from(STREAM, "0-0"));
        long end = System.nanoTime();
        Long death = deaths.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (reported.isEmpty() || death == null) {
            throw new IllegalStateException("the exit of %s was not reported".formatted(game));
        }
        fromTheKill.add(end - begin);
        fromTheEvent.add(end - death);
        scene.remove(Scene.container(game));
    }
}
