package rtm.domain.usecase;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.Outcome;
import rtm.domain.operation.step.CleanupStep;

/** Removes the container of a game that does not run, and never its state folder. */
public final class CleanupContainer {

    private final OperationRunner runner;
    private final CleanupStep step;

    CleanupContainer(OperationRunner runner, CleanupStep step) {
        this.runner = runner;
        this.step = step;
    }

    /**
     * Removes the container; one that is removed already is no error.
     *
     * @throws rtm.domain.model.OperationException if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Outcome cleanUp(GameId gameId, Origin.Call origin) throws InterruptedException {
        return runner.perform(request(gameId, origin), step);
    }

    /**
     * Removes the container of a game that was stopped before that time. If the game is busy or was
     * started meanwhile, nothing is done and no row is written.
     *
     * @return the outcome; empty if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Optional<Outcome> cleanUpStoppedBefore(GameId gameId, Instant time)
            throws InterruptedException {
        Origin.Call own = new Origin.Call(OperationSource.AUTO_TTL);
        return runner.performIfFree(request(gameId, own), step.ifStoppedBefore(time));
    }

    private OperationRequest request(GameId gameId, Origin.Call origin) {
        return runner.request(
                gameId,
                OperationKind.CLEANUP_CONTAINER,
                origin,
                Optional.empty(),
                Optional.empty());
    }
}
