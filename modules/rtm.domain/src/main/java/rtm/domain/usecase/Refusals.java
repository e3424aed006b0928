package rtm.domain.usecase;

import java.util.List;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;

/** What several operations refuse to do, in the same words. */
final class Refusals {

    private Refusals() {}

    /** The game is not known here. */
    static Settlement neverStarted(GameId gameId) {
        return Settlement.failed(
                ErrorCode.NOT_FOUND, "game %s has never been started here".formatted(gameId));
    }

    /** A stranger's container bears the game's name. */
    static Settlement nameTaken(ObservedContainer stranger) {
        return Settlement.failed(
                ErrorCode.CONTAINER_START_FAILED,
                "container %s bears the name %s and is not this game's; rename or remove it"
                        .formatted(stranger.id(), stranger.name()));
    }

    /** Two engines of one game: a person has to say which is the right one. */
    static Settlement runsTwice(GameId gameId, List<ObservedContainer> all) {
        return Settlement.failed(
                ErrorCode.CONFLICT,
                "game %s has %d running containers; remove all but one by hand"
                        .formatted(gameId, all.size()));
    }

    /** What was read before the game was held is no longer so. */
    static Settlement changedMeanwhile(GameId gameId) {
        return Settlement.failed(
                ErrorCode.CONFLICT,
                "game %s was changed meanwhile; read its record and ask again".formatted(gameId));
    }
}
