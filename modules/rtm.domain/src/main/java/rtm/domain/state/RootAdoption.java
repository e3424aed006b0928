package rtm.domain.state;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.IdSource;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.port.StateFolders.Found;

/**
 * Makes the state root that is there the one of this node: the mark gets its id first, the node's
 * row then. After a crash in between, the next look or the next acceptance does the rest.
 */
final class RootAdoption {

    private static final Log LOG = Log.of(RootAdoption.class);

    private final RuntimeStore store;
    private final StateFolders folders;
    private final NodeRegistry registry;
    private final NodeId node;
    private final IdSource ids;

    RootAdoption(
            RuntimeStore store,
            StateFolders folders,
            NodeRegistry registry,
            NodeId node,
            IdSource ids) {
        this.store = store;
        this.folders = folders;
        this.registry = registry;
        this.node = node;
        this.ids = ids;
    }

    /**
     * Marks and records it.
     *
     * @param recorded what is recorded until now
     * @return whether it was recorded; otherwise another process was faster
     * @throws IOException if it cannot be marked
     */
    boolean record(Optional<UUID> recorded) throws IOException {
        UUID id = folders.markRoot(ids.next());
        if (recorded.equals(Optional.of(id))) {
            return true;
        }
        boolean stored = registry.recordStateRoot(node, recorded, id);
        if (stored) {
            LOG.info(
                    "state root recorded",
                    LogField.of("path", folders.root()),
                    LogField.of("id", id.toString()),
                    LogField.of("before", recorded.map(UUID::toString).orElse("")));
        }
        return stored;
    }

    /**
     * Marks and records it in place of the one with the games' state. The loss of one game is
     * accepted; an empty folder that any other game has here counts as emptied, so that its loss
     * must be accepted too. From then on, folders may be missing.
     *
     * @throws IOException if it cannot be marked, or another process records another one
     */
    void replace(GameId accepted) throws IOException {
        Optional<GameId> after = Optional.empty();
        do {
            RecordChunk chunk = store.chunkOn(node, Optional.empty(), after, RuntimeStore.CHUNK);
            for (RuntimeRecord record : chunk.records()) {
                if (!record.gameId().equals(accepted)) {
                    noteIfEmpty(record.gameId());
                }
            }
            after = chunk.next();
        } while (after.isPresent());
        folders.noteIncomplete();
        if (!record(registry.stateRoot(node))) {
            throw new IOException("another process records another state root at this moment");
        }
    }

    private void noteIfEmpty(GameId gameId) throws IOException {
        if (folders.look(gameId) == Found.EMPTY) {
            folders.noteLoss(gameId);
        }
    }
}
