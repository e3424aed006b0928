package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.StopReason;
import rtm.domain.operation.GameBusyException;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.Outcome;
import rtm.domain.operation.step.StopStep;

/** Stops a game's engine and keeps its container. */
public final class StopRuntime {

    private final OperationRunner runner;
    private final StopStep step;

    StopRuntime(OperationRunner runner, StopStep step) {
        this.runner = runner;
        this.step = step;
    }

    /**
     * Stops the engine; if it does not run, nothing is done.
     *
     * @throws rtm.domain.model.OperationException if the game is busy, for a call over HTTP
     * @throws GameBusyException if the game is busy, for a job
     * @throws rtm.domain.model.DependencyUnavailableException if it may be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Outcome stop(GameId gameId, StopReason reason, Origin origin)
            throws InterruptedException {
        return runner.perform(request(gameId, Optional.of(reason), origin), step);
    }

    /**
     * Closes a stop job as failed, with its result.
     *
     * @param reason the job's reason, by which its open row is known; empty for one that had none
     */
    public Outcome fail(
            GameId gameId,
            Optional<StopReason> reason,
            Origin.Job origin,
            ErrorCode code,
            String message) {
        return runner.giveUp(request(gameId, reason, origin), code, message);
    }

    private OperationRequest request(GameId gameId, Optional<StopReason> reason, Origin origin) {
        return runner.request(gameId, OperationKind.STOP, origin, Optional.empty(), reason);
    }
}
