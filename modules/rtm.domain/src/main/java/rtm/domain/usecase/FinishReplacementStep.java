package rtm.domain.usecase;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.RecoveryPlan;
import rtm.domain.time.Durations;

/**
 * Finishes a restart or a patch that was cut off: forward where the new engine runs, else back to
 * the old one. A patched engine has to be healthy too, for as long as the old one is there to go
 * back to.
 */
final class FinishReplacementStep implements Step {

    /** An operation that was cut off is to be finished soon after the next boot. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ContainerQueries containers;
    private final NewEngines engines;
    private final Replacement replacement;
    private final HealthWait health;
    private final EnginePolicy policy;
    private final StartedEngines started;
    private final PutBack putBack;

    FinishReplacementStep(
            ContainerQueries containers,
            NewEngines engines,
            Replacement replacement,
            HealthWait health,
            EnginePolicy policy,
            StartedEngines started,
            PutBack putBack) {
        this.containers = containers;
        this.engines = engines;
        this.replacement = replacement;
        this.health = health;
        this.policy = policy;
        this.started = started;
        this.putBack = putBack;
    }

    @Override
    public Settlement run(Scope scope) {
        Optional<RuntimeRecord> record = scope.record();
        Optional<ImageReference> image = scope.operation().image().flatMap(ImageReference::parse);
        if (record.isEmpty() || image.isEmpty()) {
            return cutOff(scope.operation());
        }
        try {
            return finish(scope, record.orElseThrow(), image.orElseThrow());
        } catch (ContainerEngine.EngineRefusedException refused) {
            return Settlement.failed(ErrorCode.CONTAINER_START_FAILED, refused.text());
        }
    }

    /** This is the way back. */
    @Override
    public Settlement failed(Scope scope, Settlement failure) {
        return putBack.after(scope, failure);
    }

    private Settlement finish(Scope scope, RuntimeRecord record, ImageReference image) {
        return switch (RecoveryPlan.decide(scope.operation(), record, containers.of(scope))) {
            case RecoveryPlan.Forward(ObservedContainer made, Optional<ObservedContainer> old) ->
                    forward(scope, image, made, old);
            case RecoveryPlan.StartMade(ObservedContainer made) -> {
                engines.start(scope, made.id());
                yield started.settle(scope, new Verdict.Done(), image, made);
            }
            case RecoveryPlan.NothingLeft _ -> makeAnew(scope, record);
            case RecoveryPlan.Back _, RecoveryPlan.Undo _ -> cutOff(scope.operation());
        };
    }

    private Settlement forward(
            Scope scope,
            ImageReference image,
            ObservedContainer made,
            Optional<ObservedContainer> old) {
        if (scope.operation().kind() == OperationKind.PATCH && old.isPresent()) {
            Duration patience = Durations.shorter(policy.patchHealthTimeout(), LONGEST_WAIT);
            Optional<String> problem = health.problem(scope, made.id(), patience);
            if (problem.isPresent()) {
                return Settlement.failed(
                        ErrorCode.CONTAINER_START_FAILED,
                        "the patch to %s was cut off, and %s".formatted(image, problem.get()));
            }
        }
        old.ifPresent(container -> replacement.remove(scope, container));
        return started.settle(scope, new Verdict.Done(), image, made);
    }

    /** There was a container, and it went on the way. */
    private Settlement makeAnew(Scope scope, RuntimeRecord record) {
        NewEngines.Prepared prepared = engines.prepare(scope, record.currentImage());
        return started.settle(scope, engines.run(scope, prepared));
    }

    private static Settlement cutOff(OpenOperation operation) {
        return Settlement.failed(
                ErrorCode.INTERRUPTED,
                "the process ended before the %s was done".formatted(operation.kind().wire()));
    }
}
