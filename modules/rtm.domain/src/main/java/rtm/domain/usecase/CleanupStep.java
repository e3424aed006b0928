package rtm.domain.usecase;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.CleanupPlan;

/** Removes the container of a game that does not run; the state folder stays. */
final class CleanupStep implements Step {

    private final ContainerQueries containers;
    private final NewEngines engines;
    private final InstantSource clock;

    CleanupStep(ContainerQueries containers, NewEngines engines, InstantSource clock) {
        this.containers = containers;
        this.engines = engines;
        this.clock = clock;
    }

    /** The same step, which leaves alone what was not stopped before that time. */
    Step ifStoppedBefore(Instant time) {
        return scope ->
                scope.record()
                                .map(RuntimeRecord::state)
                                .filter(RuntimeState.Stopped.class::isInstance)
                                .flatMap(RuntimeState::whenStopped)
                                .filter(time::isAfter)
                                .isPresent()
                        ? run(scope)
                        : Settlement.replayed(Optional.empty());
    }

    @Override
    public Settlement run(Scope scope) {
        if (scope.record().isEmpty()) {
            return Refusals.neverStarted(scope.operation().gameId());
        }
        RuntimeRecord record = scope.record().orElseThrow();
        return switch (CleanupPlan.decide(record, containers.of(scope))) {
            case CleanupPlan.Runs _ ->
                    Settlement.failed(
                            ErrorCode.CONFLICT,
                            "game %s runs; stop it first".formatted(record.gameId()));
            case CleanupPlan.Nothing _ -> Settlement.replayed(Optional.empty());
            case CleanupPlan.Remove(List<ObservedContainer> all) -> remove(scope, record, all);
        };
    }

    private Settlement remove(Scope scope, RuntimeRecord record, List<ObservedContainer> all) {
        try {
            all.forEach(container -> engines.remove(scope, container.id()));
        } catch (ContainerEngine.EngineRefusedException refused) {
            return Settlement.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Docker refused to remove the container of game %s: %s"
                            .formatted(record.gameId(), refused.text()));
        }
        Instant now = clock.instant();
        return new Settlement(
                new Verdict.Done(),
                record.state().containerId(),
                Optional.of(
                        record.with(
                                new RuntimeState.Removed(record.state().whenStopped(), now), now)),
                Optional.empty(),
                List.of());
    }
}
