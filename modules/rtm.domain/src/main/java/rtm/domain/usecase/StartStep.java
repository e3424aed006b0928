package rtm.domain.usecase;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.LobbyDirectory;
import rtm.domain.port.StateFolders;
import rtm.domain.rule.LimitRules;
import rtm.domain.rule.StartPlan;

/** Brings a game's engine up. Taken up again after a crash, it goes on from what it finds. */
final class StartStep {

    private final ContainerEngine engine;
    private final Images images;
    private final StateFolders folders;
    private final LobbyDirectory lobby;
    private final EnginePolicy policy;
    private final StartedEngines started;
    private final Leavings leavings;
    private final InstantSource clock;

    StartStep(
            ContainerEngine engine,
            StateFolders folders,
            LobbyDirectory lobby,
            EnginePolicy policy,
            StartedEngines started,
            Leavings leavings,
            InstantSource clock) {
        this.engine = engine;
        this.images = new Images(engine, policy.pullPolicy());
        this.folders = folders;
        this.lobby = lobby;
        this.policy = policy;
        this.started = started;
        this.leavings = leavings;
        this.clock = clock;
    }

    /** The step that starts that image. */
    Step on(ImageReference image) {
        return new Step() {
            @Override
            public Settlement run(Scope scope) {
                try {
                    return bring(scope, image);
                } catch (ContainerEngine.EngineRefusedException refused) {
                    return Settlement.failed(ErrorCode.CONTAINER_START_FAILED, refused.text());
                }
            }

            @Override
            public Settlement failed(Scope scope, Settlement failure) {
                return leavings.clear(scope, failure);
            }
        };
    }

    private Settlement bring(Scope scope, ImageReference image) {
        GameId gameId = scope.operation().gameId();
        StartPlan plan =
                StartPlan.decide(gameId, image, scope.operation().id(), Look.at(engine, gameId));
        return switch (plan) {
            case StartPlan.NameTaken(ObservedContainer stranger) ->
                    Settlement.failed(
                            ErrorCode.CONTAINER_START_FAILED,
                            ("container %s bears the name %s and is not this game's;"
                                            + " rename or remove it")
                                    .formatted(stranger.id(), stranger.name()));
            case StartPlan.RunsOtherImage(ObservedContainer running) ->
                    Settlement.failed(
                            ErrorCode.CONFLICT,
                            "game %s runs on %s in container %s; stop it first, or patch it"
                                    .formatted(gameId, running.engineImage(), running.id()));
            case StartPlan.RunsTwice(List<ObservedContainer> all) ->
                    Settlement.failed(
                            ErrorCode.CONFLICT,
                            "game %s has %d running containers; remove all but one by hand"
                                    .formatted(gameId, all.size()));
            case StartPlan.RunsAlready(ObservedContainer running) ->
                    runsAlready(scope, image, running);
            case StartPlan.StartedBefore(ObservedContainer running) ->
                    started.settle(scope, new Verdict.Done(), image, running);
            case StartPlan.Make(List<ObservedContainer> leftovers) -> make(scope, image, leftovers);
        };
    }

    private Settlement runsAlready(Scope scope, ImageReference image, ObservedContainer running) {
        boolean recorded =
                scope.record()
                        .map(RuntimeRecord::state)
                        .filter(new RuntimeState.Running(running.id())::equals)
                        .isPresent();
        return recorded
                ? Settlement.replayed(Optional.of(running.id()))
                : started.settle(scope, new Verdict.Replayed(), image, running);
    }

    private Settlement make(Scope scope, ImageReference image, List<ObservedContainer> leftovers) {
        GameId gameId = scope.operation().gameId();
        lobby.lookUp(gameId);
        Map<String, String> labels = images.obtain(image);
        EngineLimits limits = LimitRules.resolve(labels, policy.limits());
        String folder = folder(gameId);
        for (ObservedContainer leftover : leftovers) {
            scope.guard().beforeChange();
            engine.remove(leftover.id());
        }
        Instant startedAt = clock.instant();
        EngineSpec spec =
                new EngineSpec(gameId, image, limits, folder, scope.operation().id(), startedAt);
        return bringUp(scope, spec);
    }

    private String folder(GameId gameId) {
        try {
            return folders.prepare(gameId);
        } catch (IOException failed) {
            throw new OperationException(
                    ErrorCode.CONTAINER_START_FAILED,
                    "the state folder of game %s could not be made: %s"
                            .formatted(gameId, failed.getMessage()),
                    failed);
        }
    }

    private Settlement bringUp(Scope scope, EngineSpec spec) {
        scope.guard().beforeChange();
        ContainerId made = engine.create(spec);
        scope.guard().beforeChange();
        engine.start(made);
        return started.settle(scope, new Verdict.Done(), spec, made);
    }
}
