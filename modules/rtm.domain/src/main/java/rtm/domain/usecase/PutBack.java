package rtm.domain.usecase;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.RecoveryPlan;

/**
 * Puts the old engine of a game back after a restart or a patch failed, or was cut off. Where the
 * old container is gone, what the operation made is cleared away.
 */
final class PutBack {

    private final ContainerEngine engine;
    private final ContainerQueries containers;
    private final NewEngines engines;
    private final EnginePolicy policy;
    private final StartedEngines started;
    private final Leavings leavings;
    private final InstantSource clock;

    PutBack(
            ContainerEngine engine,
            ContainerQueries containers,
            NewEngines engines,
            EnginePolicy policy,
            StartedEngines started,
            Leavings leavings,
            InstantSource clock) {
        this.engine = engine;
        this.containers = containers;
        this.engines = engines;
        this.policy = policy;
        this.started = started;
        this.leavings = leavings;
        this.clock = clock;
    }

    /** Puts it back, and completes the failure. Where nothing was changed, nothing is looked at. */
    Settlement after(Scope scope, Settlement failure) {
        if (scope.record().isEmpty() || (!scope.resumed() && !scope.guard().changed())) {
            return failure;
        }
        RuntimeRecord record = scope.record().orElseThrow();
        return RecoveryPlan.back(scope.operation(), record, containers.of(scope))
                .map(back -> put(scope, record, back, failure))
                .orElseGet(() -> leavings.clear(scope, failure));
    }

    private Settlement put(
            Scope scope, RuntimeRecord record, RecoveryPlan.Back back, Settlement failure) {
        try {
            return restore(scope, record, back, failure);
        } catch (ContainerEngine.EngineRefusedException refused) {
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

    /** The new engine is gone before the old one starts. */
    private Settlement restore(
            Scope scope, RuntimeRecord record, RecoveryPlan.Back back, Settlement failure) {
        for (ObservedContainer made : back.made()) {
            engines.remove(scope, made.id());
        }
        ObservedContainer old = back.old();
        boolean stays = old.live() && (!scope.resumed() || engines.absentState(scope).isPresent());
        if (old.live() && !stays) {
            endForSure(scope, old);
        }
        rename(scope, record.gameId(), old);
        if (!back.toRun() || stays) {
            return failure.with(
                    Optional.empty(), List.of("%s stays".formatted(record.currentImage())));
        }
        engines.start(scope, old.id());
        return rolledBack(scope, record, old, failure);
    }

    /**
     * Docker goes on with a stop whose caller died, so that an engine which runs may be about to
     * end. Stopping it once more waits for that. An engine that could not be started again, since
     * its state is not there, goes on instead: if it ends, its record follows.
     */
    private void endForSure(Scope scope, ObservedContainer old) {
        scope.guard().beforeChange();
        engine.stop(old.id(), policy.stopGrace());
    }

    private void rename(Scope scope, GameId gameId, ObservedContainer old) {
        if (old.name().equals(gameId.previousContainerName())) {
            scope.guard().beforeChange();
            engine.rename(old.id(), gameId.containerName());
        }
    }

    private Settlement rolledBack(
            Scope scope, RuntimeRecord record, ObservedContainer old, Settlement failure) {
        Settlement worded =
                failure.with(Optional.empty(), List.of("rolled back to " + record.currentImage()));
        return started.putBack(scope, worded.verdict(), record, old);
    }

    /** The record as what is there says, after Docker refused to change it. */
    private Optional<RuntimeRecord> asFound(RuntimeRecord record, ObservedContainer old) {
        Instant now = clock.instant();
        Optional<InspectedContainer> found = containers.inspect(old.id());
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
