package rtm.domain.operation.step;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rtm.domain.ending.EndingKeeper;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.StopPlan;

/** Stops a game's engine and keeps its container. */
public final class StopStep implements Step {

    private final ContainerDaemon daemon;
    private final ContainerQueries containers;
    private final EndingKeeper endings;
    private final EnginePolicy policy;
    private final InstantSource clock;

    public StopStep(
            ContainerDaemon daemon,
            ContainerQueries containers,
            EndingKeeper endings,
            EnginePolicy policy,
            InstantSource clock) {
        this.daemon = daemon;
        this.containers = containers;
        this.endings = endings;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public StepResult run(OperationContext context) {
        GameId gameId = context.operation().gameId();
        if (context.record().isEmpty()) {
            return Refusals.neverStarted(gameId);
        }
        RuntimeRecord record = context.record().orElseThrow();
        try {
            return stop(context, record);
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            return StepResult.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Docker refused to stop game %s: %s".formatted(gameId, refused.text()));
        }
    }

    private StepResult stop(OperationContext context, RuntimeRecord record) {
        return switch (StopPlan.decide(record, containers.first(context))) {
            case StopPlan.Nothing(List<ObservedContainer> ended) -> {
                ended.forEach(container -> stop(context, container));
                yield StepResult.replayed(record.state().containerId());
            }
            case StopPlan.Follow(ContainerId container, List<ObservedContainer> ended) -> {
                ended.forEach(one -> stop(context, one));
                yield stopped(record, container);
            }
            case StopPlan.End(List<ObservedContainer> running) -> end(context, record, running);
        };
    }

    private void stop(OperationContext context, ObservedContainer container) {
        context.ownership().beforeChange();
        daemon.stop(container.id(), policy.stopGrace());
    }

    private StepResult end(
            OperationContext context, RuntimeRecord record, List<ObservedContainer> running) {
        // The recorded one last: if another one cannot be stopped, the record stays true.
        List<ObservedContainer> inOrder =
                running.stream()
                        .sorted(Comparator.comparing(container -> isRecorded(record, container)))
                        .toList();
        for (ObservedContainer container : inOrder) {
            if (!isRecorded(record, container)) {
                endings.stopping(context.operation(), container.id());
            }
            stop(context, container);
        }
        ContainerId ended =
                record.state()
                        .containerId()
                        .filter(id -> running.stream().anyMatch(one -> one.id().equals(id)))
                        .orElse(running.getLast().id());
        return stopped(record, ended);
    }

    private static boolean isRecorded(RuntimeRecord record, ObservedContainer container) {
        return record.state().equals(new RuntimeState.Running(container.id()));
    }

    private StepResult stopped(RuntimeRecord record, ContainerId container) {
        Instant now = clock.instant();
        return new StepResult(
                new Verdict.Done(),
                Optional.of(container),
                Optional.of(record.with(new RuntimeState.Stopped(container, now), now)),
                Optional.of(
                        new HealthSnapshot(
                                record.gameId(),
                                Optional.of(container),
                                HealthStatus.STOPPED,
                                HealthSource.OPERATION,
                                "{}",
                                now)),
                List.of());
    }
}
