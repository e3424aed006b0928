package rtm.domain.state;

import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;

/** The sentences about a state that is not there. */
final class MissingStateMessages {

    private MissingStateMessages() {}

    /** A game that had a state. */
    static String of(GameId gameId, String what) {
        return ("no engine of game %s is started, since its state is not there: %s. If it is lost for"
                        + " good, accept that by POST /api/v1/internal/runtimes/%s/state/accept")
                .formatted(gameId, what, gameId);
    }

    /** A game that is new, where the state of the others is missing. */
    static String ofPlace(GameId gameId, String what) {
        return ("game %s is new, and its state would be in the wrong place: %s. If all state is lost"
                        + " for good, accept that for one of the recorded games")
                .formatted(gameId, what);
    }

    /** Its folder is missing. */
    static String missing(String folder, RuntimeRecord record) {
        return record.statePath().equals(folder)
                ? "the folder %s is missing. Mount its disk, or put the folder back"
                        .formatted(folder)
                : "the folder %s is missing, and the record has it at %s. Move it, or set the root back"
                        .formatted(folder, record.statePath());
    }

    /** Its folder is empty, and was not. */
    static String emptied(String folder) {
        return "the folder %s is empty, and had content when it was last seen. Mount its disk, or put the content back"
                .formatted(folder);
    }
}
