package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.RuntimeStore;
import rtm.domain.usecase.Operations.Draft;

/** Gives a game a new container of the image that it has. */
public final class RestartRuntime {

    private final Operations operations;
    private final RuntimeStore store;
    private final RestartStep step;

    RestartRuntime(Operations operations, RuntimeStore store, RestartStep step) {
        this.operations = operations;
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
        return operations.perform(
                new Draft(gameId, OperationKind.RESTART, origin, image, Optional.empty()), step);
    }
}
