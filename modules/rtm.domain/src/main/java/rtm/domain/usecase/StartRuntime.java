package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.usecase.Operations.Draft;

/** Starts a game's engine. */
public final class StartRuntime {

    private final Operations operations;
    private final StartStep step;

    StartRuntime(Operations operations, StartStep step) {
        this.operations = operations;
        this.step = step;
    }

    /**
     * Starts the engine on that image; one that runs on it already is left alone.
     *
     * @throws rtm.domain.model.OperationException if the game is busy, for a call over HTTP
     * @throws GameBusyException if the game is busy, for a job
     * @throws rtm.domain.model.DependencyUnavailableException if it may be tried again
     * @throws rtm.domain.model.OwnershipLostException if another process took the game over
     */
    public Outcome start(GameId gameId, ImageReference image, Origin origin)
            throws InterruptedException {
        return operations.perform(draft(gameId, image.value(), origin), step.on(image));
    }

    /** Closes a start job as failed, with its result. */
    public Outcome fail(
            GameId gameId, String image, Origin.Job origin, ErrorCode code, String message) {
        return operations.giveUp(draft(gameId, image, origin), code, message);
    }

    private static Draft draft(GameId gameId, String image, Origin origin) {
        return new Draft(gameId, OperationKind.START, origin, Optional.of(image), Optional.empty());
    }
}
