package rtm.domain.overview;

import java.time.Instant;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.RuntimeRecord;

/** Something that this process committed, or saw. */
public sealed interface Change {

    /** The game that it is about. */
    GameId gameId();

    /**
     * A record has changed.
     *
     * @param record as it is now
     */
    record Recorded(RuntimeRecord record) implements Change {
        @Override
        public GameId gameId() {
            return record.gameId();
        }
    }

    /**
     * An operation has started or ended.
     *
     * @param entry its row
     */
    record Operated(OperationEntry entry) implements Change {
        @Override
        public GameId gameId() {
            return entry.gameId();
        }
    }

    /**
     * An operation had nothing to do, and its row was removed.
     *
     * @param operation the row
     */
    record Abandoned(OpenOperation operation) implements Change {
        @Override
        public GameId gameId() {
            return operation.gameId();
        }
    }

    /**
     * The observed health has changed.
     *
     * @param snapshot the observation
     */
    record Observed(HealthSnapshot snapshot) implements Change {
        @Override
        public GameId gameId() {
            return snapshot.gameId();
        }
    }

    /**
     * Processes of an engine were killed because memory ran out; the engine may live on.
     *
     * @param gameId the game
     * @param container its container
     * @param times how many so far
     * @param at when the last one was
     */
    record ProcessKilled(GameId gameId, ContainerId container, long times, Instant at)
            implements Change {}
}
