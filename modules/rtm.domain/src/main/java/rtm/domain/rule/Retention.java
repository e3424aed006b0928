package rtm.domain.rule;

import java.time.Instant;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** How long the container of a stopped game is kept. */
public final class Retention {

    private Retention() {}

    /** Whether the game was stopped before that time and still is. */
    public static boolean isPast(RuntimeRecord record, Instant time) {
        return switch (record.state()) {
            case RuntimeState.Stopped(_, Instant stoppedAt) -> stoppedAt.isBefore(time);
            case RuntimeState.Running _, RuntimeState.Removed _ -> false;
        };
    }
}
