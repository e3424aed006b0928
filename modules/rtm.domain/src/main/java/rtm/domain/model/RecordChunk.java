package rtm.domain.model;

import java.util.List;
import java.util.Optional;

/**
 * Some records of many, sorted by game id.
 *
 * @param records the records that could be read
 * @param unreadable the games among them whose record cannot be read
 * @param next where the next chunk begins: after this game; empty if this is the last chunk
 */
public record RecordChunk(
        List<RuntimeRecord> records, List<GameId> unreadable, Optional<GameId> next) {

    /** Keeps its own copies. */
    public RecordChunk {
        records = List.copyOf(records);
        unreadable = List.copyOf(unreadable);
    }
}
