package rtm.domain.operation.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.ReplacePlan;

/**
 * Replaces a game's container by a new one of the same image. Nothing is stopped before the image
 * is on this host and the new container can be created; if it does not start, the old one is
 * restored.
 */
public final class RestartStep implements Step {

    private final ContainerQueries containers;
    private final EngineLauncher launcher;
    private final Replacement replacement;
    private final StartResultFactory results;
    private final Rollback rollback;

    public RestartStep(
            ContainerQueries containers,
            EngineLauncher launcher,
            Replacement replacement,
            StartResultFactory results,
            Rollback rollback) {
        this.containers = containers;
        this.launcher = launcher;
        this.replacement = replacement;
        this.results = results;
        this.rollback = rollback;
    }

    @Override
    public StepResult run(OperationContext context) {
        if (context.record().isEmpty()) {
            return Refusals.neverStarted(context.operation().gameId());
        }
        RuntimeRecord record = context.record().orElseThrow();
        if (!context.operation().image().equals(Optional.of(record.currentImage().value()))) {
            return Refusals.changedMeanwhile(record.gameId());
        }
        try {
            return restart(context, record);
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            return StepResult.failed(ErrorCode.CONTAINER_START_FAILED, refused.text());
        }
    }

    @Override
    public StepResult failed(OperationContext context, StepResult failure) {
        return rollback.after(context, failure);
    }

    private StepResult restart(OperationContext context, RuntimeRecord record) {
        GameId gameId = record.gameId();
        return switch (ReplacePlan.decide(gameId, record.state(), containers.first(context))) {
            case ReplacePlan.NameTaken(ObservedContainer foreign) -> Refusals.nameTaken(foreign);
            case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(gameId, all);
            case ReplacePlan.Replace plan -> replace(context, record, plan);
        };
    }

    private StepResult replace(
            OperationContext context, RuntimeRecord record, ReplacePlan.Replace plan) {
        EngineLauncher.Prepared prepared = launcher.prepare(context, record.currentImage());
        return switch (replacement.replace(context, prepared, plan, Duration.ZERO)) {
            case Replacement.Result.Done(EngineLauncher.Made made) -> results.settle(context, made);
            case Replacement.Result.Unhealthy(String problem) ->
                    StepResult.failed(ErrorCode.CONTAINER_START_FAILED, problem);
        };
    }
}
