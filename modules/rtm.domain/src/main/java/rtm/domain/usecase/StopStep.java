package rtm.domain.usecase;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.StopPlan;

/** Ends a game's engine and keeps its container. */
final class StopStep implements Step {

    private final ContainerEngine engine;
    private final ContainerQueries containers;
    private final EnginePolicy policy;
    private final InstantSource clock;

    StopStep(
            ContainerEngine engine,
            ContainerQueries containers,
            EnginePolicy policy,
            InstantSource clock) {
        this.engine = engine;
        this.containers = containers;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Settlement run(Scope scope) {
        GameId gameId = scope.operation().gameId();
        if (scope.record().isEmpty()) {
            return Refusals.neverStarted(gameId);
        }
        RuntimeRecord record = scope.record().orElseThrow();
        return switch (StopPlan.decide(record, containers.of(scope))) {
            case StopPlan.Nothing _ -> Settlement.replayed(record.state().containerId());
            case StopPlan.Follow(ContainerId container) -> stopped(record, container);
            case StopPlan.End(List<ObservedContainer> running) -> end(scope, record, running);
        };
    }

    private Settlement end(Scope scope, RuntimeRecord record, List<ObservedContainer> running) {
        try {
            for (ObservedContainer container : running) {
                scope.guard().beforeChange();
                engine.stop(container.id(), policy.stopGrace());
            }
        } catch (ContainerEngine.EngineRefusedException refused) {
            return Settlement.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Docker refused to stop game %s: %s"
                            .formatted(record.gameId(), refused.text()));
        }
        ContainerId ended =
                record.state()
                        .containerId()
                        .filter(id -> running.stream().anyMatch(one -> one.id().equals(id)))
                        .orElse(running.getLast().id());
        return stopped(record, ended);
    }

    private Settlement stopped(RuntimeRecord record, ContainerId container) {
        Instant now = clock.instant();
        return new Settlement(
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
