package rtm.domain.usecase;

import java.util.List;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.PatchPermission;
import rtm.domain.rule.ReplacePlan;

/**
 * Replaces a game's engine by another patch level of it. The old container is kept aside until the
 * new engine is healthy, and put back if it does not get there.
 */
final class PatchStep {

    private final ContainerQueries containers;
    private final NewEngines engines;
    private final Replacement replacement;
    private final EnginePolicy policy;
    private final StartedEngines started;
    private final PutBack putBack;

    PatchStep(
            ContainerQueries containers,
            NewEngines engines,
            Replacement replacement,
            EnginePolicy policy,
            StartedEngines started,
            PutBack putBack) {
        this.containers = containers;
        this.engines = engines;
        this.replacement = replacement;
        this.policy = policy;
        this.started = started;
        this.putBack = putBack;
    }

    /** The step that patches to that image. */
    Step to(ImageReference image) {
        return new Step() {
            @Override
            public Settlement run(Scope scope) {
                try {
                    return scope.record()
                            .map(record -> patch(scope, record, image))
                            .orElseGet(() -> Refusals.neverStarted(scope.operation().gameId()));
                } catch (ContainerEngine.EngineRefusedException refused) {
                    return failure(image, refused.text());
                }
            }

            @Override
            public Settlement failed(Scope scope, Settlement failure) {
                return putBack.after(scope, failure);
            }
        };
    }

    private Settlement patch(Scope scope, RuntimeRecord record, ImageReference image) {
        if (record.state().status() == RuntimeStatus.REMOVED) {
            return Settlement.failed(
                    ErrorCode.CONFLICT,
                    "game %s has no container to patch; start it".formatted(record.gameId()));
        }
        return switch (PatchPermission.judge(record.currentImage(), image)) {
            case PatchPermission.Same _ -> Settlement.replayed(record.state().containerId());
            case PatchPermission.NotSemver(ImageReference which) ->
                    Settlement.failed(
                            ErrorCode.IMAGE_REF_NOT_SEMVER,
                            "the tag of %s is no semantic version; a patch goes from one to another"
                                    .formatted(which));
            case PatchPermission.MoreThanAPatch(String difference) ->
                    Settlement.failed(
                            ErrorCode.SEMVER_PATCH_ONLY,
                            "%s differs from %s in %s; a patch may change the patch version only"
                                    .formatted(image, record.currentImage(), difference));
            case PatchPermission.Granted _ -> granted(scope, record, image);
        };
    }

    private Settlement granted(Scope scope, RuntimeRecord record, ImageReference image) {
        GameId gameId = record.gameId();
        return switch (ReplacePlan.decide(gameId, record.state(), containers.of(scope))) {
            case ReplacePlan.NameTaken(ObservedContainer foreign) -> Refusals.nameTaken(foreign);
            case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(gameId, all);
            case ReplacePlan.Replace plan -> replace(scope, engines.prepare(scope, image), plan);
        };
    }

    private Settlement replace(
            Scope scope, NewEngines.Prepared prepared, ReplacePlan.Replace plan) {
        return switch (replacement.replace(scope, prepared, plan, policy.patchHealthTimeout())) {
            case Replacement.Result.Done(NewEngines.Made made) -> started.settle(scope, made);
            case Replacement.Result.Unhealthy(String problem) -> failure(prepared.image(), problem);
        };
    }

    private static Settlement failure(ImageReference image, String words) {
        return Settlement.failed(
                ErrorCode.CONTAINER_START_FAILED,
                "the patch to %s failed: %s".formatted(image, words));
    }
}
