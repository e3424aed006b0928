package rtm.main.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.text.PlainText;
import rtm.main.client.call.Fields;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.game.OpenOperations;
import rtm.main.client.game.OperationWords;

/** Says on stderr what a change of a game waits for, if it takes longer than a second. */
final class Waiting {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration NEXT = Duration.ofSeconds(10);

    private final Session session;
    private final ServiceCalls calls;
    private final String game;
    private boolean done;

    private Waiting(Session session, ServiceCalls calls, String game) {
        this.session = session;
        this.calls = calls;
        this.game = game;
    }

    /** Makes the change and returns its answer. */
    static <T> T during(Session session, ServiceCalls calls, String game, Supplier<T> change) {
        Waiting waiting = new Waiting(session, calls, game);
        Thread.ofPlatform().daemon().start(waiting::say);
        try {
            return change.get();
        } finally {
            waiting.end();
        }
    }

    private synchronized void end() {
        done = true;
        notifyAll();
    }

    private void say() {
        try {
            Duration pause = FIRST;
            while (!isDoneWithin(pause)) {
                open().ifPresent(this::say);
                pause = NEXT;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RefusedException | UnreachableException _) {
            // The change itself will say so.
        }
    }

    private synchronized boolean isDoneWithin(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); !done && left > 0; left = end - System.nanoTime()) {
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        return done;
    }

    private Optional<Fields> open() {
        return OpenOperations.read(calls, Optional.of(game)).stream().findFirst();
    }

    private synchronized void say(Fields open) {
        if (!done) {
            session.err()
                    .println(
                            PlainText.line(
                                    "Waiting for %s: %s"
                                            .formatted(
                                                    game,
                                                    OperationWords.inProgress(
                                                            open, session.clock().instant()))));
        }
    }
}
