package rtm.domain.model;

import java.time.Instant;

/** One entry of a game's time line. */
public sealed interface HistoryEntry {

    /** Where it stands: an operation at its start, an ending at the end of the engine. */
    Instant at();

    /**
     * An operation, open or closed.
     *
     * @param entry its row
     */
    record Operated(OperationEntry entry) implements HistoryEntry {
        @Override
        public Instant at() {
            return entry.startedAt();
        }
    }

    /**
     * The end of an engine.
     *
     * @param entry its row
     */
    record Ended(EndingEntry entry) implements HistoryEntry {
        @Override
        public Instant at() {
            return entry.ending().endedAt();
        }
    }
}
