package rtm.domain.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.GameId;
import rtm.domain.model.HistoryEntry;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationEntry;
import rtm.domain.port.EndingStore;
import rtm.domain.port.RuntimeStore;

/** Reads a game's operations and endings as one time line. */
public final class GameHistory {

    private final RuntimeStore store;
    private final EndingStore endings;

    /** Joins the rows of both. */
    public GameHistory(RuntimeStore store, EndingStore endings) {
        this.store = store;
        this.endings = endings;
    }

    /**
     * A place in the time line.
     *
     * @param operation the last operation before it; empty at the beginning
     * @param ending the last ending before it; empty at the beginning
     */
    public record Position(Optional<Long> operation, Optional<Long> ending) {

        /** Before the newest entry. */
        public static final Position NEWEST = new Position(Optional.empty(), Optional.empty());
    }

    /**
     * A part of the time line.
     *
     * @param entries newest first
     * @param next where the next page begins; empty if this is the last one
     */
    public record Page(List<HistoryEntry> entries, Optional<Position> next) {

        /** Keeps its own copy. */
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** Whether anything is known of the game: a record, an operation or an ending. */
    public boolean knows(GameId gameId) {
        return store.find(gameId).isPresent()
                || !page(gameId, Position.NEWEST, 1).entries().isEmpty();
    }

    /** A page, newest first; rows that cannot be read are left out. */
    public Page page(GameId gameId, Position after, int limit) {
        List<OperationEntry> operations = operations(gameId, after.operation(), limit);
        List<EndingEntry> ends = endings.recent(gameId, after.ending(), limit);
        List<HistoryEntry> entries = new ArrayList<>();
        int done = 0;
        int over = 0;
        while (entries.size() < limit && (done < operations.size() || over < ends.size())) {
            boolean operationIsNext =
                    over == ends.size()
                            || (done < operations.size()
                                    && operations
                                            .get(done)
                                            .startedAt()
                                            .isAfter(ends.get(over).ending().endedAt()));
            entries.add(
                    operationIsNext
                            ? new HistoryEntry.Operated(operations.get(done++))
                            : new HistoryEntry.Ended(ends.get(over++)));
        }
        Position next =
                new Position(
                        done == 0 ? after.operation() : Optional.of(operations.get(done - 1).row()),
                        over == 0 ? after.ending() : Optional.of(ends.get(over - 1).row()));
        return new Page(entries, entries.size() < limit ? Optional.empty() : Optional.of(next));
    }

    private List<OperationEntry> operations(GameId gameId, Optional<Long> before, int limit) {
        List<OperationEntry> found = new ArrayList<>();
        Optional<Long> from = before;
        do {
            OperationChunk chunk = store.operations(gameId, from, limit - found.size());
            found.addAll(chunk.entries());
            from = chunk.next();
        } while (from.isPresent() && found.size() < limit);
        return found;
    }
}
