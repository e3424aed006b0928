package rtm.domain.usecase;

import java.util.List;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.ErrorCode;
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

    private static final Log LOG = Log.of(PatchStep.class);

    private final ContainerEngine engine;
    private final NewEngines engines;
    private final HealthWait health;
    private final EnginePolicy policy;
    private final StartedEngines started;
    private final PutBack putBack;

    PatchStep(
            ContainerEngine engine,
            NewEngines engines,
            HealthWait health,
            EnginePolicy policy,
            StartedEngines started,
            PutBack putBack) {
        this.engine = engine;
        this.engines = engines;
        this.health = health;
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
        List<ObservedContainer> there = Look.at(engine, record.gameId());
        return switch (ReplacePlan.decide(record.gameId(), record.state(), there)) {
            case ReplacePlan.NameTaken(ObservedContainer stranger) -> Refusals.nameTaken(stranger);
            case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(record.gameId(), all);
            case ReplacePlan.Replace(
                            Optional<ObservedContainer> old,
                            List<ObservedContainer> leftovers) ->
                    replace(scope, engines.prepare(record.gameId(), image), old, leftovers);
        };
    }

    private Settlement replace(
            Scope scope,
            NewEngines.Prepared prepared,
            Optional<ObservedContainer> old,
            List<ObservedContainer> leftovers) {
        if (old.filter(ObservedContainer::live).isPresent() && !ends(scope, old.orElseThrow())) {
            return failure(prepared.image(), "the engine that runs did not end");
        }
        leftovers.forEach(container -> engines.remove(scope, container.id()));
        old.ifPresent(container -> setAside(scope, container));
        NewEngines.Made made = engines.run(scope, prepared);
        Optional<String> problem =
                health.problem(scope, made.container(), policy.patchHealthTimeout());
        if (problem.isPresent()) {
            return failure(prepared.image(), problem.orElseThrow());
        }
        old.ifPresent(container -> forget(scope, container));
        return started.settle(scope, made);
    }

    /** Stops the old engine, and sees that it has ended. */
    private boolean ends(Scope scope, ObservedContainer old) {
        scope.guard().beforeChange();
        engine.stop(old.id(), policy.stopGrace());
        return Look.at(engine, scope.operation().gameId()).stream()
                .filter(ObservedContainer::live)
                .noneMatch(container -> container.id().equals(old.id()));
    }

    private void setAside(Scope scope, ObservedContainer old) {
        if (old.name().equals(scope.operation().gameId().containerName())) {
            scope.guard().beforeChange();
            engine.rename(old.id(), scope.operation().gameId().previousContainerName());
        }
    }

    /** The new engine is healthy, so the patch holds even if Docker keeps the old container. */
    private void forget(Scope scope, ObservedContainer old) {
        try {
            engines.remove(scope, old.id());
        } catch (ContainerEngine.EngineRefusedException refused) {
            LOG.warn(
                    "container that was replaced is left",
                    Pair.of("game_id", scope.operation().gameId()),
                    Pair.of("container_id", old.id()),
                    Pair.of("error", refused.text()));
        }
    }

    private static Settlement failure(ImageReference image, String words) {
        return Settlement.failed(
                ErrorCode.CONTAINER_START_FAILED,
                "the patch to %s failed: %s".formatted(image, words));
    }
}
