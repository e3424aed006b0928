package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.Outcome;
import rtm.domain.operation.step.RestartStep;

/** Replaces a game's container by a new one of the same image. */
public final class RestartRuntime {

    private final OperationRunner runner;
    private final RestartStep step;

    RestartRuntime(OperationRunner runner, RestartStep step) {
        this.runner = runner;
        this.step = step;
    }

    /**
     * Restarts the engine, whether it runs, is stopped or its container is removed.
     *
     * @throws rtm.domain.model.OperationException if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Outcome restart(GameId gameId, Origin.Call origin) throws InterruptedException {
        return runner.perform(
                runner.request(
                        gameId, OperationKind.RESTART, origin, Optional.empty(), Optional.empty()),
                step);
    }
}
