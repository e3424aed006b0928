package rtm.domain.usecase;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.RuntimeStore;
import rtm.domain.usecase.Operations.Draft;

/** Removes the container of a game that does not run, and never its state folder. */
public final class CleanupContainer {

    private final Operations operations;
    private final RuntimeStore store;
    private final CleanupStep step;

    CleanupContainer(Operations operations, RuntimeStore store, CleanupStep step) {
        this.operations = operations;
        this.store = store;
        this.step = step;
    }

    /**
     * Removes the container; one that is removed already is no error.
     *
     * @throws rtm.domain.model.OperationException if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be tried again
     * @throws rtm.domain.model.OwnershipLostException if another process took the game over
     */
    public Outcome cleanUp(GameId gameId, Origin.Call origin) throws InterruptedException {
        return operations.perform(draft(gameId, origin), step);
    }

    /**
     * Removes the container of a game that was stopped before that time, on this service's own
     * account. What is busy, or is not so any more, is left alone and leaves no row.
     *
     * @return what came of it; empty if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be tried again
     * @throws rtm.domain.model.OwnershipLostException if another process took the game over
     */
    public Optional<Outcome> cleanUpStoppedBefore(GameId gameId, Instant time)
            throws InterruptedException {
        Origin.Call own = new Origin.Call(OperationSource.AUTO_TTL);
        return operations.performIfFree(draft(gameId, own), step.ifStoppedBefore(time));
    }

    private Draft draft(GameId gameId, Origin.Call origin) {
        Optional<String> image =
                store.find(gameId).map(RuntimeRecord::currentImage).map(ImageReference::value);
        return new Draft(gameId, OperationKind.CLEANUP_CONTAINER, origin, image, Optional.empty());
    }
}
