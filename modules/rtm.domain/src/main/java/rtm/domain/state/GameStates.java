package rtm.domain.state;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.IdSource;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.state.StateRoot.Standing;

/**
 * Ensures that no engine gets an empty folder in place of its state. A game with a record has
 * started before, so it must have a folder; folders are created for new games only.
 */
public final class GameStates {

    private static final Log LOG = Log.of(GameStates.class);

    private final RuntimeStore store;
    private final StateFolders folders;
    private final NodeId node;
    private final StateRoot root;
    private final RootAdoption adoption;
    private final AtomicBoolean lost = new AtomicBoolean();

    /** Games whose folder was created for a first start that has not ended yet. */
    private final Set<GameId> fresh = ConcurrentHashMap.newKeySet();

    /**
     * Checks the states of one node's games.
     *
     * @param registry which state root a node has
     * @param ids for the id of a new root
     */
    public GameStates(
            RuntimeStore store,
            StateFolders folders,
            NodeRegistry registry,
            NodeId node,
            IdSource ids) {
        this.store = store;
        this.folders = folders;
        this.node = node;
        this.root = new StateRoot(store, folders, registry, node);
        this.adoption = new RootAdoption(store, folders, registry, node, ids);
    }

    /**
     * Checks the state root: records it if it is the right one and not recorded; logs once when it
     * is a different one and once when the right one is back. Records which running games have
     * content.
     *
     * @throws DependencyUnavailableException if the records cannot be read
     */
    public void look() {
        Optional<String> trouble = troubleWithRoot();
        boolean wasLost = lost.getAndSet(trouble.isPresent());
        if (trouble.isEmpty()) {
            if (wasLost) {
                LOG.info("state root is back", LogField.of("path", folders.root()));
            }
            store.listOn(node, RuntimeStatus.RUNNING)
                    .forEach(record -> folders.note(record.gameId()));
        } else if (!wasLost) {
            LOG.warn(
                    "state root is missing, games cannot be started, restarted or patched",
                    LogField.of("path", folders.root()),
                    LogField.of("error", trouble.orElseThrow()));
        }
    }

    /**
     * Why this is not the node's state root, if it is not.
     *
     * @throws DependencyUnavailableException if the records cannot be read
     */
    public Optional<String> otherRoot() {
        return troubleWithRoot();
    }

    /**
     * The state folder for an engine of that game.
     *
     * @param record the game's record, if it has started before
     * @return the absolute path
     * @throws OperationException {@code container_start_failed} if its state is missing or its
     *     folder cannot be created, although the root is the right one and takes folders
     * @throws DependencyUnavailableException if the root is another one, or if nothing can be
     *     written to it
     */
    public String folder(GameId gameId, Optional<RuntimeRecord> record) {
        missingRoot(gameId, record)
                .ifPresent(missing -> {
                    throw missing;
                });
        absence(gameId, record)
                .ifPresent(words -> {
                    throw new OperationException(ErrorCode.CONTAINER_START_FAILED, words);
                });
        folders.trial()
                .ifPresent(refusal -> {
                    throw rootOutage("game %s cannot run: %s".formatted(gameId, refusal), refusal);
                });
        if (record.isPresent()) {
            folders.note(gameId);
            return folders.pathOf(gameId);
        }
        return createFolder(gameId);
    }

    private String createFolder(GameId gameId) {
        try {
            boolean missing = folders.look(gameId) == StateFolders.Found.MISSING;
            String folder = folders.prepare(gameId);
            if (missing) {
                fresh.add(gameId);
            }
            return folder;
        } catch (IOException failed) {
            String words =
                    "cannot create the state folder of game %s: %s"
                            .formatted(gameId, failed.getMessage());
            throw folders.refusal()
                    .<RuntimeException>map(refusal -> rootOutage(words, refusal))
                    .orElseGet(() ->
                            new OperationException(
                                    ErrorCode.CONTAINER_START_FAILED, words, failed));
        }
    }

    /**
     * The outage of the state root, if the root is not the one that the records are about. It
     * concerns every game, and ends when the disk is mounted.
     *
     * @param record the game's record, if it has started before
     * @throws DependencyUnavailableException if the records cannot be read
     */
    public Optional<DependencyUnavailableException> missingRoot(
            GameId gameId, Optional<RuntimeRecord> record) {
        return troubleWithRoot()
                .map(trouble ->
                        rootOutage(
                                record.isPresent()
                                        ? MissingStateMessages.of(gameId, trouble)
                                        : MissingStateMessages.ofPlace(gameId, trouble),
                                trouble));
    }

    private static DependencyUnavailableException rootOutage(String words, String reason) {
        return new DependencyUnavailableException(Dependency.STATE_ROOT, words, null, reason);
    }

    /**
     * A message if the state of a game is missing in the root that is there: what was expected
     * where, and what to do.
     *
     * @param record the game's record, if it has started before
     */
    public Optional<String> absence(GameId gameId, Optional<RuntimeRecord> record) {
        return record.flatMap(known -> StateSurvey.absence(folders, known))
                .map(words -> MissingStateMessages.of(gameId, words));
    }

    /**
     * Why no game can be started now; changes nothing.
     *
     * @throws DependencyUnavailableException if the records cannot be read
     */
    public Optional<String> trouble() {
        return root.standing() instanceof Standing.Strange(String trouble)
                ? Optional.of(trouble)
                : folders.refusal();
    }

    /**
     * Makes the root that is there the right one, after the loss of a game was accepted; the loss
     * of each other game must be accepted too. It does nothing if it is the right one.
     *
     * @return whether it was another one
     * @throws IOException if this fails
     */
    public boolean acceptRoot(GameId accepted) throws IOException {
        if (troubleWithRoot().isEmpty()) {
            return false;
        }
        adoption.replace(accepted);
        return true;
    }

    /** An operation succeeded: records that the game's folder has content, if it has any. */
    public void note(GameId gameId) {
        fresh.remove(gameId);
        folders.note(gameId);
    }

    /**
     * A first start failed, and no container of the game is left: deletes the folder that was
     * created for it, if it is still empty. A folder that was there before stays.
     */
    public void discard(GameId gameId) {
        if (!fresh.remove(gameId)) {
            return;
        }
        try {
            folders.discard(gameId);
        } catch (IOException failed) {
            LOG.warn(
                    "empty state folder of a start that failed is left",
                    LogField.of("game_id", gameId),
                    LogField.of("error", String.valueOf(failed.getMessage())));
        }
    }

    private Optional<String> troubleWithRoot() {
        return switch (root.standing()) {
            case Standing.Right _ -> Optional.empty();
            case Standing.Unrecorded(Optional<UUID> recorded) -> record(recorded);
            case Standing.Strange(String trouble) -> Optional.of(trouble);
        };
    }

    private Optional<String> record(Optional<UUID> recorded) {
        try {
            adoption.record(recorded);
            return root.standing() instanceof Standing.Strange(String trouble)
                    ? Optional.of(trouble)
                    : Optional.empty();
        } catch (IOException failed) {
            // A full disk does not stop the games of a root that an earlier program marked.
            return recorded.isEmpty() && folders.mark().isPresent()
                    ? Optional.empty()
                    : Optional.of(String.valueOf(failed.getMessage()));
        }
    }
}
