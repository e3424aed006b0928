package rtm.domain.model;

import java.util.List;
import java.util.Optional;

/**
 * Some of a game's operations, newest first.
 *
 * @param entries the rows that could be read
 * @param next where the next chunk begins: before this row; empty if this is the last chunk
 */
public record OperationChunk(List<OperationEntry> entries, Optional<Long> next) {

    /** Keeps its own copy. */
    public OperationChunk {
        entries = List.copyOf(entries);
    }
}
