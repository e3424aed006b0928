package rtm.domain.usecase;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.LobbyDirectory;
import rtm.domain.rule.StartPlan;

/** Brings a game's engine up. Taken up again after a crash, it goes on from what it finds. */
final class StartStep {

    private final ContainerEngine engine;
    private final ContainerQueries containers;
    private final NewEngines engines;
    private final LobbyDirectory lobby;
    private final StartedEngines started;
    private final Leavings leavings;

    StartStep(
            ContainerEngine engine,
            ContainerQueries containers,
            NewEngines engines,
            LobbyDirectory lobby,
            StartedEngines started,
            Leavings leavings) {
        this.engine = engine;
        this.containers = containers;
        this.engines = engines;
        this.lobby = lobby;
        this.started = started;
        this.leavings = leavings;
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
                StartPlan.decide(gameId, image, scope.operation().id(), containers.of(scope));
        return switch (plan) {
            case StartPlan.NameTaken(ObservedContainer stranger) -> Refusals.nameTaken(stranger);
            case StartPlan.RunsOtherImage(ObservedContainer running) ->
                    Settlement.failed(
                            ErrorCode.CONFLICT,
                            "game %s runs on %s in container %s; stop it first, or patch it"
                                    .formatted(gameId, running.engineImage(), running.id()));
            case StartPlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(gameId, all);
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
        NewEngines.Prepared prepared = engines.prepare(scope, image);
        if (!leftovers.isEmpty()) {
            engine.requireNetwork();
        }
        leftovers.forEach(leftover -> engines.remove(scope, leftover.id()));
        return started.settle(scope, engines.run(scope, prepared));
    }
}
