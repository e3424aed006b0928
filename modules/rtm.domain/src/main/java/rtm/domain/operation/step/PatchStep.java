package rtm.domain.operation.step;

import java.util.List;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.PatchPermission;
import rtm.domain.rule.ReplacePlan;

/**
 * Replaces a game's engine by another patch level. The old container is kept aside until the new
 * engine is healthy, and restored if it does not become healthy.
 */
public final class PatchStep {

    private final ContainerQueries containers;
    private final EngineLauncher launcher;
    private final Replacement replacement;
    private final EnginePolicy policy;
    private final StartResultFactory results;
    private final Rollback rollback;

    public PatchStep(
            ContainerQueries containers,
            EngineLauncher launcher,
            Replacement replacement,
            EnginePolicy policy,
            StartResultFactory results,
            Rollback rollback) {
        this.containers = containers;
        this.launcher = launcher;
        this.replacement = replacement;
        this.policy = policy;
        this.results = results;
        this.rollback = rollback;
    }

    /** The step that patches to that image. */
    public Step to(ImageReference image) {
        return new Step() {
            @Override
            public StepResult run(OperationContext context) {
                try {
                    return context.record()
                            .map(record -> patch(context, record, image))
                            .orElseGet(() -> Refusals.neverStarted(context.operation().gameId()));
                } catch (ContainerDaemon.DaemonRefusedException refused) {
                    return failure(image, refused.text());
                }
            }

            @Override
            public StepResult failed(OperationContext context, StepResult failure) {
                return rollback.after(context, failure);
            }
        };
    }

    private StepResult patch(OperationContext context, RuntimeRecord record, ImageReference image) {
        if (record.state().status() == RuntimeStatus.REMOVED) {
            return StepResult.failed(
                    ErrorCode.CONFLICT,
                    "game %s has no container to patch; start it".formatted(record.gameId()));
        }
        return switch (PatchPermission.judge(record.currentImage(), image)) {
            case PatchPermission.Same _ -> StepResult.replayed(record.state().containerId());
            case PatchPermission.NotSemver(ImageReference which) ->
                    StepResult.failed(
                            ErrorCode.IMAGE_REF_NOT_SEMVER,
                            "the tag of %s is no semantic version; a patch goes from one to another"
                                    .formatted(which));
            case PatchPermission.MoreThanAPatch(String difference) ->
                    StepResult.failed(
                            ErrorCode.SEMVER_PATCH_ONLY,
                            "%s differs from %s in %s; a patch may change the patch version only"
                                    .formatted(image, record.currentImage(), difference));
            case PatchPermission.Granted _ -> granted(context, record, image);
        };
    }

    private StepResult granted(
            OperationContext context, RuntimeRecord record, ImageReference image) {
        GameId gameId = record.gameId();
        return switch (ReplacePlan.decide(gameId, record.state(), containers.first(context))) {
            case ReplacePlan.NameTaken(ObservedContainer foreign) -> Refusals.nameTaken(foreign);
            case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(gameId, all);
            case ReplacePlan.Replace plan ->
                    replace(context, launcher.prepare(context, image), plan);
        };
    }

    private StepResult replace(
            OperationContext context, EngineLauncher.Prepared prepared, ReplacePlan.Replace plan) {
        return switch (replacement.replace(context, prepared, plan, policy.patchHealthTimeout())) {
            case Replacement.Result.Done(EngineLauncher.Made made) -> results.settle(context, made);
            case Replacement.Result.Unhealthy(String problem) -> failure(prepared.image(), problem);
        };
    }

    private static StepResult failure(ImageReference image, String words) {
        return StepResult.failed(
                ErrorCode.CONTAINER_START_FAILED,
                "the patch to %s failed: %s".formatted(image, words));
    }
}
