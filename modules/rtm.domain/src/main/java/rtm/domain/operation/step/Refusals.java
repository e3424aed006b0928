package rtm.domain.operation.step;

import java.util.List;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.operation.StepResult;

/** Refusals that several operations share. */
final class Refusals {

    private Refusals() {}

    /** The game is unknown. */
    static StepResult neverStarted(GameId gameId) {
        return StepResult.failed(
                ErrorCode.NOT_FOUND, "game %s has never been started here".formatted(gameId));
    }

    /** Another container has the game's name. */
    static StepResult nameTaken(ObservedContainer stranger) {
        return StepResult.failed(ErrorCode.CONTAINER_START_FAILED, words(stranger));
    }

    /** Says whose container has the game's name. */
    static String words(ObservedContainer stranger) {
        return EngineOwner.foreignDatabase(stranger)
                .map(database ->
                        ("container %s has the name %s and belongs to another Runtime Manager on"
                                        + " this Docker, with database %s; it is not touched")
                                .formatted(stranger.id(), stranger.name(), database))
                .orElseGet(() ->
                        "container %s bears the name %s and is not this game's; rename or remove it"
                                .formatted(stranger.id(), stranger.name()));
    }

    /** Two engines of one game: an operator has to decide which one is right. */
    static StepResult runsTwice(GameId gameId, List<ObservedContainer> all) {
        return StepResult.failed(
                ErrorCode.CONFLICT,
                "game %s has %d running containers; remove all but one by hand"
                        .formatted(gameId, all.size()));
    }

    /** The record changed before this process owned the game. */
    static StepResult changedMeanwhile(GameId gameId) {
        return StepResult.failed(
                ErrorCode.CONFLICT,
                "game %s was changed meanwhile; read its record and ask again".formatted(gameId));
    }
}
