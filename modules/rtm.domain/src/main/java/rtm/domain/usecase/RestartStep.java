package rtm.domain.usecase;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.ReplacePlan;

/**
 * Replaces a game's container by a new one of the same image. Nothing is stopped before the image
 * is here and the new container could be made.
 */
final class RestartStep implements Step {

    private final ContainerEngine engine;
    private final NewEngines engines;
    private final EnginePolicy policy;
    private final StartedEngines started;
    private final PutBack putBack;

    RestartStep(
            ContainerEngine engine,
            NewEngines engines,
            EnginePolicy policy,
            StartedEngines started,
            PutBack putBack) {
        this.engine = engine;
        this.engines = engines;
        this.policy = policy;
        this.started = started;
        this.putBack = putBack;
    }

    @Override
    public Settlement run(Scope scope) {
        if (scope.record().isEmpty()) {
            return Refusals.neverStarted(scope.operation().gameId());
        }
        RuntimeRecord record = scope.record().orElseThrow();
        if (!scope.operation().image().equals(Optional.of(record.currentImage().value()))) {
            return Refusals.changedMeanwhile(record.gameId());
        }
        try {
            return restart(scope, record);
        } catch (ContainerEngine.EngineRefusedException refused) {
            return Settlement.failed(ErrorCode.CONTAINER_START_FAILED, refused.text());
        }
    }

    @Override
    public Settlement failed(Scope scope, Settlement failure) {
        return putBack.after(scope, failure);
    }

    private Settlement restart(Scope scope, RuntimeRecord record) {
        List<ObservedContainer> there = Look.at(engine, record.gameId());
        return switch (ReplacePlan.decide(record.gameId(), record.state(), there)) {
            case ReplacePlan.NameTaken(ObservedContainer stranger) -> Refusals.nameTaken(stranger);
            case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(record.gameId(), all);
            case ReplacePlan.Replace(
                            Optional<ObservedContainer> old,
                            List<ObservedContainer> leftovers) ->
                    replace(scope, record, old, leftovers);
        };
    }

    private Settlement replace(
            Scope scope,
            RuntimeRecord record,
            Optional<ObservedContainer> old,
            List<ObservedContainer> leftovers) {
        NewEngines.Prepared prepared = engines.prepare(record.gameId(), record.currentImage());
        old.ifPresent(container -> end(scope, container));
        leftovers.forEach(container -> engines.remove(scope, container.id()));
        return started.settle(scope, engines.run(scope, prepared));
    }

    private void end(Scope scope, ObservedContainer old) {
        if (old.live()) {
            scope.guard().beforeChange();
            engine.stop(old.id(), policy.stopGrace());
        }
        engines.remove(scope, old.id());
    }
}
