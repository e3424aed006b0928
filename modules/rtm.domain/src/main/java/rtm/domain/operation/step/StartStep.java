package rtm.domain.operation.step;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.LobbyDirectory;
import rtm.domain.rule.StartPlan;

/** Starts a game's engine. After a crash it continues from what it finds. */
public final class StartStep {

    private final ContainerDaemon daemon;
    private final ContainerQueries containers;
    private final EngineLauncher launcher;
    private final LobbyDirectory lobby;
    private final StartResultFactory results;
    private final FailedStartCleanup failedStarts;

    public StartStep(
            ContainerDaemon daemon,
            ContainerQueries containers,
            EngineLauncher launcher,
            LobbyDirectory lobby,
            StartResultFactory results,
            FailedStartCleanup failedStarts) {
        this.daemon = daemon;
        this.containers = containers;
        this.launcher = launcher;
        this.lobby = lobby;
        this.results = results;
        this.failedStarts = failedStarts;
    }

    /** The step that starts that image. */
    public Step on(ImageReference image) {
        return new Step() {
            @Override
            public StepResult run(OperationContext context) {
                try {
                    return bring(context, image);
                } catch (ContainerDaemon.DaemonRefusedException refused) {
                    return StepResult.failed(ErrorCode.CONTAINER_START_FAILED, refused.text());
                }
            }

            @Override
            public StepResult failed(OperationContext context, StepResult failure) {
                return failedStarts.clear(context, failure);
            }
        };
    }

    private StepResult bring(OperationContext context, ImageReference image) {
        GameId gameId = context.operation().gameId();
        StartPlan plan =
                StartPlan.decide(
                        gameId, image, context.operation().id(), containers.first(context));
        return switch (plan) {
            case StartPlan.NameTaken(ObservedContainer stranger) -> Refusals.nameTaken(stranger);
            case StartPlan.RunsOtherImage(ObservedContainer running) ->
                    StepResult.failed(
                            ErrorCode.CONFLICT,
                            "game %s runs on %s in container %s; stop it first, or patch it"
                                    .formatted(gameId, running.engineImage(), running.id()));
            case StartPlan.RunsTwice(List<ObservedContainer> all) ->
                    Refusals.runsTwice(gameId, all);
            case StartPlan.RunsAlready(ObservedContainer running) ->
                    runsAlready(context, image, running);
            case StartPlan.StartedBefore(ObservedContainer running) ->
                    results.settle(context, new Verdict.Done(), image, running);
            case StartPlan.Make make -> make(context, image, make);
        };
    }

    private StepResult runsAlready(
            OperationContext context, ImageReference image, ObservedContainer running) {
        restoreName(context, running);
        restoreNetwork(context, running);
        boolean recorded =
                context.record()
                        .filter(record ->
                                record.state().equals(new RuntimeState.Running(running.id())))
                        .filter(record ->
                                record.engineEndpoint()
                                        .equals(
                                                StartResultFactory.endpoint(
                                                        context.operation().gameId(), running)))
                        .isPresent();
        return recorded
                ? StepResult.replayed(Optional.of(running.id()))
                : results.settle(context, new Verdict.Replayed(), image, running);
    }

    /**
     * A container that was created here and renamed by hand gets its name back; otherwise the
     * answer would name an endpoint that nobody can resolve.
     */
    private void restoreName(OperationContext context, ObservedContainer running) {
        GameId gameId = context.operation().gameId();
        if (!running.madeByHand() && !running.inPlaceOf(gameId)) {
            context.ownership().beforeChange();
            daemon.putBack(gameId, running.id());
        }
    }

    /** The same for a container that a person took off the engines' network. */
    private void restoreNetwork(OperationContext context, ObservedContainer running) {
        if (running.detached()) {
            context.ownership().beforeChange();
            attach(running.id());
        }
    }

    /** The engine runs, so the start does not fail for good: it succeeds once it is attached. */
    private void attach(ContainerId engine) {
        try {
            daemon.attach(engine);
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "it does not attach container %s to the network: %s"
                            .formatted(engine, refused.text()),
                    refused);
        }
    }

    private StepResult make(OperationContext context, ImageReference image, StartPlan.Make plan) {
        GameId gameId = context.operation().gameId();
        lobby.lookUp(gameId);
        EngineLauncher.Prepared prepared = launcher.prepare(context, image);
        if (!plan.leftovers().isEmpty()) {
            daemon.requireNetwork();
        }
        plan.leftovers().forEach(leftover -> launcher.removeEnded(context, leftover.id()));
        plan.staying().forEach(ended -> launcher.endForSure(context, ended.id()));
        return results.settle(context, launcher.run(context, prepared));
    }
}
