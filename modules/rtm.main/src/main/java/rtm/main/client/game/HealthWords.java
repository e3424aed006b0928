package rtm.main.client.game;

import java.time.Instant;
import rtm.domain.text.Ages;
import rtm.main.client.call.Fields;

/** A health snapshot in a few words, which the service chooses. */
public final class HealthWords {

    private HealthWords() {}

    /** Such as {@code healthy} or {@code exited 7, 3 times, 5m}. */
    public static String of(Fields snapshot, Instant now) {
        String status = snapshot.text("status").orElse("");
        if (status.isEmpty() || "stopped".equals(status)) {
            return "-";
        }
        return isUnwell(snapshot)
                ? now(snapshot)
                        + snapshot.time("observed_at")
                                .map(then -> ", " + Ages.since(then, now))
                                .orElse("")
                : now(snapshot);
    }

    /** The same without how long ago. */
    public static String now(Fields snapshot) {
        return snapshot.text("words").orElseGet(() -> snapshot.shown("status").replace('_', ' '));
    }

    public static boolean isUnwell(Fields snapshot) {
        return snapshot.is("unwell");
    }
}
