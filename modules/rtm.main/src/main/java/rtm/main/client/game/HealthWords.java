package rtm.main.client.game;

import java.time.Instant;
import rtm.domain.text.Terms;
import rtm.main.client.call.Fields;

/** A health snapshot in a few words, which the service chooses. */
public final class HealthWords {

    private HealthWords() {}

    /**
     * Such as {@code healthy} or {@code exited 7, 5m ago, 3 ends within 1h}.
     *
     * @param game its record
     * @param ending its latest end
     * @param hidden whether nobody can see now how the engine is, if it runs
     */
    public static String of(
            Fields snapshot, Fields game, Fields ending, boolean hidden, Instant now) {
        return snapshot.text("status")
                .map(status ->
                        Terms.health(
                                status,
                                now(snapshot),
                                isUnwell(snapshot),
                                hidden && "running".equals(game.shown("status")),
                                Terms.seenSince(
                                        status,
                                        snapshot.time("observed_at"),
                                        game.time("started_at"),
                                        ending.time("ended_at")),
                                now))
                .orElse("-");
    }

    /** The same without how long ago. */
    public static String now(Fields snapshot) {
        return snapshot.text("words").orElseGet(() -> snapshot.shown("status").replace('_', ' '));
    }

    /** What happened in an engine that may live on. */
    public static String killed(long times) {
        return times == 1
                ? "a process of the engine was killed because memory ran out"
                : "%d processes of the engine were killed because memory ran out".formatted(times);
    }

    public static boolean isUnwell(Fields snapshot) {
        return snapshot.is("unwell");
    }
}
