package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.operation.GameBusyException;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.Outcome;
import rtm.domain.operation.step.StartStep;

/** Starts a game's engine. */
public final class StartRuntime {

    private final OperationRunner runner;
    private final StartStep step;

    StartRuntime(OperationRunner runner, StartStep step) {
        this.runner = runner;
        this.step = step;
    }

    /**
     * Starts the engine on that image; if it runs on that image already, nothing is done.
     *
     * @throws rtm.domain.model.OperationException if the game is busy, for a call over HTTP
     * @throws GameBusyException if the game is busy, for a job
     * @throws rtm.domain.model.DependencyUnavailableException if it may be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Outcome start(GameId gameId, ImageReference image, Origin origin)
            throws InterruptedException {
        return runner.perform(request(gameId, image.value(), origin), step.on(image));
    }

    /** Closes a start job as failed, with its result. */
    public Outcome fail(
            GameId gameId, String image, Origin.Job origin, ErrorCode code, String message) {
        return runner.giveUp(request(gameId, image, origin), code, message);
    }

    private OperationRequest request(GameId gameId, String image, Origin origin) {
        return runner.request(
                gameId, OperationKind.START, origin, Optional.of(image), Optional.empty());
    }
}
