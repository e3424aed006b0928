package rtm.domain.state;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;

/**
 * Sees to it that no engine is given an empty folder in the place of its state. A game with a
 * record has started once, so it has a folder; it is made for new games only.
 */
public final class GameStates {

    private static final Log LOG = Log.of(GameStates.class);

    private final RuntimeStore store;
    private final StateFolders folders;
    private final StateRoot root;
    private final AtomicBoolean lost = new AtomicBoolean();

    public GameStates(RuntimeStore store, StateFolders folders) {
        this.store = store;
        this.folders = folders;
        this.root = new StateRoot(store, folders);
    }

    /**
     * Looks at the root: marks it if it is right and has no mark, and logs it once when it is
     * another one, and once when it is back. Has it noted which running games have content.
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
            store.list(Optional.of(RuntimeStatus.RUNNING))
                    .forEach(record -> folders.note(record.gameId()));
        } else if (!wasLost) {
            LOG.warn(
                    "games cannot be started, restarted or patched: state is not there",
                    LogField.of("path", folders.root()),
                    LogField.of("error", trouble.orElseThrow()));
        }
    }

    /**
     * The folder for an engine of that game.
     *
     * @param record the game's, if it has started before
     * @return the absolute path
     * @throws OperationException {@code container_start_failed} in words, if its state is not there
     *     or its folder cannot be made
     */
    public String folder(GameId gameId, Optional<RuntimeRecord> record) {
        absence(gameId, record)
                .ifPresent(words -> {
                    throw new OperationException(ErrorCode.CONTAINER_START_FAILED, words);
                });
        if (record.isPresent()) {
            folders.note(gameId);
            return folders.pathOf(gameId);
        }
        try {
            return folders.prepare(gameId);
        } catch (IOException failed) {
            throw new OperationException(
                    ErrorCode.CONTAINER_START_FAILED,
                    "the state folder of game %s could not be made: %s"
                            .formatted(gameId, failed.getMessage()),
                    failed);
        }
    }

    /**
     * Whether the state of a game is missing, in words: what was expected where, and what to do.
     *
     * @param record the game's, if it has started before
     */
    public Optional<String> absence(GameId gameId, Optional<RuntimeRecord> record) {
        Optional<String> trouble = troubleWithRoot();
        return record.map(known ->
                        trouble.or(() -> StateSurvey.absence(folders, known))
                                .map(words -> MissingStateMessages.of(gameId, words)))
                .orElseGet(() -> trouble.map(words -> MissingStateMessages.ofPlace(gameId, words)));
    }

    /** Has it noted that the game's folder has content, if it has. */
    public void note(GameId gameId) {
        folders.note(gameId);
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
