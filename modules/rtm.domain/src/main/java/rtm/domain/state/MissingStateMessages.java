package rtm.domain.state;

import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;

/** The messages about missing state. */
final class MissingStateMessages {

    private MissingStateMessages() {}

    /** A game that had a state. */
    static String of(GameId gameId, String what) {
        return ("game %s cannot run, its state is missing: %s. If it is lost for good, accept the"
                        + " loss with POST /api/v1/internal/runtimes/%s/state/accept")
                .formatted(gameId, what, gameId);
    }

    /** A new game, while the state of the other games is missing. */
    static String ofPlace(GameId gameId, String what) {
        return ("new game %s cannot be started, its state would be in the wrong place: %s. If all"
                        + " state is lost for good, accept the loss for one of the recorded games")
                .formatted(gameId, what);
    }

    /** Its folder is missing. */
    static String missing(String folder, RuntimeRecord record) {
        return record.statePath().equals(folder)
                ? "the folder %s is missing. Mount its disk, or restore the folder"
                        .formatted(folder)
                : ("the folder %s is missing, and the record says that it is %s. Move it,"
                                + " or set the state root back")
                        .formatted(folder, record.statePath());
    }

    /** Its folder is empty but had content before. */
    static String emptied(String folder) {
        return ("the folder %s is empty but had content before. Mount its disk, or restore"
                        + " the content")
                .formatted(folder);
    }
}
