package rtm.domain.operation.step;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.RecoveryPlan;
import rtm.domain.time.Durations;

/**
 * Finishes a restart or a patch that was interrupted: forward where the new engine runs, else back
 * to the old one. A patched engine has to be healthy too, for as long as the old one is there to go
 * back to.
 */
public final class FinishReplacementStep implements Step {

    /** An operation that was interrupted is to be finished soon after the next boot. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ContainerQueries containers;
    private final EngineLauncher launcher;
    private final Replacement replacement;
    private final HealthWait health;
    private final EnginePolicy policy;
    private final StartResultFactory results;
    private final Rollback rollback;

    public FinishReplacementStep(
            ContainerQueries containers,
            EngineLauncher launcher,
            Replacement replacement,
            HealthWait health,
            EnginePolicy policy,
            StartResultFactory results,
            Rollback rollback) {
        this.containers = containers;
        this.launcher = launcher;
        this.replacement = replacement;
        this.health = health;
        this.policy = policy;
        this.results = results;
        this.rollback = rollback;
    }

    @Override
    public StepResult run(OperationContext context) {
        Optional<RuntimeRecord> record = context.record();
        Optional<ImageReference> image = context.operation().image().flatMap(ImageReference::parse);
        if (record.isEmpty() || image.isEmpty()) {
            return cutOff(context.operation());
        }
        try {
            return finish(context, record.orElseThrow(), image.orElseThrow());
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            return StepResult.failed(ErrorCode.CONTAINER_START_FAILED, refused.text());
        }
    }

    /** This is the way back. */
    @Override
    public StepResult failed(OperationContext context, StepResult failure) {
        return rollback.after(context, failure);
    }

    private StepResult finish(
            OperationContext context, RuntimeRecord record, ImageReference image) {
        return switch (RecoveryPlan.decide(context.operation(), record, containers.now(context))) {
            case RecoveryPlan.Forward(ObservedContainer made, Optional<ObservedContainer> old) ->
                    forward(context, image, made, old);
            case RecoveryPlan.StartMade(ObservedContainer made) -> {
                launcher.startAgain(context, made.id());
                yield results.settle(context, new Verdict.Done(), image, made);
            }
            case RecoveryPlan.Completed(ObservedContainer made) ->
                    results.settleEnded(context, image, made);
            case RecoveryPlan.NothingLeft _ -> makeAnew(context, record);
            case RecoveryPlan.Back _, RecoveryPlan.Undo _ -> cutOff(context.operation());
        };
    }

    private StepResult forward(
            OperationContext context,
            ImageReference image,
            ObservedContainer made,
            Optional<ObservedContainer> old) {
        if (context.operation().kind() == OperationKind.PATCH && old.isPresent()) {
            Duration patience = Durations.shorter(policy.patchHealthTimeout(), LONGEST_WAIT);
            Optional<String> problem = health.problem(context, made.id(), patience);
            if (problem.isPresent()) {
                return StepResult.failed(
                        ErrorCode.CONTAINER_START_FAILED,
                        "the patch to %s was interrupted, and %s".formatted(image, problem.get()));
            }
        }
        old.ifPresent(container -> replacement.remove(context, container));
        return results.settle(context, new Verdict.Done(), image, made);
    }

    /** There was a container, and it went on the way. */
    private StepResult makeAnew(OperationContext context, RuntimeRecord record) {
        EngineLauncher.Prepared prepared = launcher.prepare(context, record.currentImage());
        return results.settle(context, launcher.run(context, prepared));
    }

    private static StepResult cutOff(OpenOperation operation) {
        return StepResult.failed(
                ErrorCode.INTERRUPTED,
                "the %s was interrupted by an outage or by the end of the process"
                        .formatted(operation.kind().wire()));
    }
}
