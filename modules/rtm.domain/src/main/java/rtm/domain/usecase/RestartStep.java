package rtm.domain.usecase;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.ReplacePlan;

/**
 * Replaces a game's container by a new one of the same image. Nothing is stopped before the image
 * is here and the new container could be made, and the old container is put back if the new one
 * does not start.
 */
final class RestartStep implements Step {

    private final ContainerQueries containers;
    private final NewEngines engines;
    private final Replacement replacement;
    private final StartedEngines started;
    private final PutBack putBack;

    RestartStep(
            ContainerQueries containers,
            NewEngines engines,
            Replacement replacement,
            StartedEngines started,
            PutBack putBack) {
        this.containers = containers;
        this.engines = engines;
        this.replacement = replacement;
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
        GameId gameId = record.gameId();
        return switch (ReplacePlan.decide(gameId, record.state(), containers.of(scope))) {
            case ReplacePlan.NameTaken(ObservedContainer foreign) -> Refusals.nameTaken(foreign);
            case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(gameId, all);
            case ReplacePlan.Replace plan -> replace(scope, record, plan);
        };
    }

    private Settlement replace(Scope scope, RuntimeRecord record, ReplacePlan.Replace plan) {
        NewEngines.Prepared prepared = engines.prepare(scope, record.currentImage());
        return switch (replacement.replace(scope, prepared, plan, Duration.ZERO)) {
            case Replacement.Result.Done(NewEngines.Made made) -> started.settle(scope, made);
            case Replacement.Result.Unhealthy(String problem) ->
                    Settlement.failed(ErrorCode.CONTAINER_START_FAILED, problem);
        };
    }
}
