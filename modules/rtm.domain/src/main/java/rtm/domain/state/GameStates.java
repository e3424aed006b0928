package rtm.domain.state;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;

/**
 * Ensures that no engine gets an empty folder in place of its state. A game with a record has
 * started before, so it must have a folder; folders are created for new games only.
 */
public final class GameStates {

    private static final Log LOG = Log.of(GameStates.class);

    private final RuntimeStore store;
    private final StateFolders folders;
    private final StateRoot root;
    private final AtomicBoolean lost = new AtomicBoolean();

    /** Games whose folder was created for a first start that has not ended yet. */
    private final Set<GameId> fresh = ConcurrentHashMap.newKeySet();

    public GameStates(RuntimeStore store, StateFolders folders) {
        this.store = store;
        this.folders = folders;
        this.root = new StateRoot(store, folders);
    }

    /**
     * Checks the state root: marks it if it is the right one and has no mark; logs once when it is
     * a different one and once when the right one is back. Records which running games have
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
            store.list(RuntimeStatus.RUNNING).forEach(record -> folders.note(record.gameId()));
        } else if (!wasLost) {
            LOG.warn(
                    "state root is missing, games cannot be started, restarted or patched",
                    LogField.of("path", folders.root()),
                    LogField.of("error", trouble.orElseThrow()));
        }
    }

    /**
     * The state folder for an engine of that game.
     *
     * @param record the game's record, if it has started before
     * @return the absolute path
     * @throws OperationException {@code container_start_failed} if its state is missing or its
     *     folder cannot be created, although the root is the right one and takes folders
     * @throws DependencyUnavailableException if the root is another one or takes no folders
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
        return root.standing() == StateRoot.Standing.STRANGE
                ? Optional.of(root.trouble())
                : folders.refusal();
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
            case MARKED -> Optional.empty();
            case UNMARKED -> markRoot();
            case STRANGE -> Optional.of(root.trouble());
        };
    }

    private Optional<String> markRoot() {
        try {
            folders.markRoot();
            LOG.info("state root marked", LogField.of("path", folders.root()));
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }
}
