package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.OperationRunner.Draft;
import rtm.domain.operation.Outcome;
import rtm.domain.operation.step.RestartStep;
import rtm.domain.port.RuntimeStore;

/** Gives a game a new container of the image that it has. */
public final class RestartRuntime {

    private final OperationRunner runner;
    private final RuntimeStore store;
    private final RestartStep step;

    RestartRuntime(OperationRunner runner, RuntimeStore store, RestartStep step) {
        this.runner = runner;
        this.store = store;
        this.step = step;
    }

    /**
     * Restarts the engine, whether it runs, is stopped or its container is removed.
     *
     * @throws rtm.domain.model.OperationException if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be tried again
     * @throws rtm.domain.model.OwnershipLostException if another process took the game over
     */
    public Outcome restart(GameId gameId, Origin.Call origin) throws InterruptedException {
        Optional<String> image =
                store.find(gameId).map(RuntimeRecord::currentImage).map(ImageReference::value);
        return runner.perform(
                new Draft(gameId, OperationKind.RESTART, origin, image, Optional.empty()), step);
    }
}
