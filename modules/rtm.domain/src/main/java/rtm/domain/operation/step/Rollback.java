package rtm.domain.operation.step;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.EngineStart;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.RecoveryPlan;

/**
 * Restores the old container of a game after a restart or a patch failed or was interrupted. If the
 * old container is gone, it removes what the operation created.
 */
public final class Rollback {

    private final ContainerDaemon daemon;
    private final ContainerQueries containers;
    private final EngineLauncher launcher;
    private final StartResultFactory results;
    private final FailedStartCleanup failedStarts;
    private final InstantSource clock;

    public Rollback(
            ContainerDaemon daemon,
            ContainerQueries containers,
            EngineLauncher launcher,
            StartResultFactory results,
            FailedStartCleanup failedStarts,
            InstantSource clock) {
        this.daemon = daemon;
        this.containers = containers;
        this.launcher = launcher;
        this.results = results;
        this.failedStarts = failedStarts;
        this.clock = clock;
    }

    /** Restores it, and completes the failure. If nothing was changed, it does nothing. */
    public StepResult after(OperationContext context, StepResult failure) {
        if (context.record().isEmpty() || (!context.resumed() && !context.ownership().changed())) {
            return failure;
        }
        RuntimeRecord record = context.record().orElseThrow();
        return RecoveryPlan.back(context.operation(), record, containers.now(context))
                .map(back -> put(context, record, back, failure))
                .orElseGet(() -> failedStarts.clear(context, failure));
    }

    private StepResult put(
            OperationContext context,
            RuntimeRecord record,
            RecoveryPlan.Back back,
            StepResult failure) {
        try {
            return restore(context, record, back, failure);
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            return failure.with(
                    asFound(record, back.old()),
                    List.of(
                            "container %s of %s could not be put back: %s"
                                    .formatted(
                                            back.old().id(),
                                            record.currentImage(),
                                            refused.text())));
        }
    }

    /** Removes the new engine before the old one starts. */
    private StepResult restore(
            OperationContext context,
            RuntimeRecord record,
            RecoveryPlan.Back back,
            StepResult failure) {
        for (ObservedContainer made : back.made()) {
            launcher.remove(context, made.id());
        }
        ObservedContainer old = back.old();
        // If it could not be started again, because its state is missing, it keeps running; if it
        // is about to exit after an earlier stop, its record is reconciled.
        boolean stays = old.live() && (!context.resumed() || launcher.lacksState(context));
        if (old.live() && !stays) {
            launcher.endForSure(context, old.id());
        }
        toItsPlace(context, record.gameId(), old);
        if (!back.toRun() || stays) {
            return failure.with(
                    Optional.empty(), List.of("%s stays".formatted(record.currentImage())));
        }
        EngineStart started = launcher.startAgain(context, old.id());
        return rolledBack(context, record, old, started, failure);
    }

    private void toItsPlace(OperationContext context, GameId gameId, ObservedContainer old) {
        if (old.asideOf(gameId)) {
            context.ownership().beforeChange();
            daemon.putBack(gameId, old.id());
        }
    }

    private StepResult rolledBack(
            OperationContext context,
            RuntimeRecord record,
            ObservedContainer old,
            EngineStart started,
            StepResult failure) {
        StepResult worded =
                failure.with(Optional.empty(), List.of("rolled back to " + record.currentImage()));
        return results.putBack(context, worded.verdict(), record, old, started);
    }

    /** The record as the container is, after Docker refused to change it. */
    private Optional<RuntimeRecord> asFound(RuntimeRecord record, ObservedContainer old) {
        Instant now = clock.instant();
        Optional<InspectedContainer> found = containers.inspect(record.gameId(), old.id());
        if (found.isEmpty()) {
            return Optional.of(
                    record.with(new RuntimeState.Removed(record.state().whenStopped(), now), now));
        }
        return found.orElseThrow().container().live()
                ? Optional.empty()
                : Optional.of(
                        record.with(
                                new RuntimeState.Stopped(
                                        old.id(), record.state().whenStopped().orElse(now)),
                                now));
    }
}
