package rtm.domain.rule;

import java.time.Instant;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** For how long the container of a game that was stopped is kept. */
public final class Retention {

    private Retention() {}

    /** Whether the game is stopped, and was before that time. */
    public static boolean isPast(RuntimeRecord record, Instant time) {
        return switch (record.state()) {
            case RuntimeState.Stopped(_, Instant stoppedAt) -> stoppedAt.isBefore(time);
            case RuntimeState.Running _, RuntimeState.Removed _ -> false;
        };
    }
}
