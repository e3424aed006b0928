package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.Outcome;
import rtm.domain.operation.step.PatchStep;

/** Brings a game to another patch level of its engine. */
public final class PatchRuntime {

    private final OperationRunner runner;
    private final PatchStep step;

    PatchRuntime(OperationRunner runner, PatchStep step) {
        this.runner = runner;
        this.step = step;
    }

    /**
     * Patches the engine, whether it runs or is stopped; a game that has that image already is left
     * alone. If the new engine fails, the old one runs on, on what the new one may have written.
     *
     * @throws rtm.domain.model.OperationException if the game is busy
     * @throws rtm.domain.model.DependencyUnavailableException if it may be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Outcome patch(GameId gameId, ImageReference image, Origin.Call origin)
            throws InterruptedException {
        return runner.perform(
                runner.request(
                        gameId,
                        OperationKind.PATCH,
                        origin,
                        Optional.of(image.value()),
                        Optional.empty()),
                step.to(image));
    }
}
