package rtm.domain.operation.step;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.CleanupPlan;

/** Removes the container of a game that does not run; the state folder stays. */
public final class CleanupStep implements Step {

    private final ContainerQueries containers;
    private final EngineLauncher launcher;
    private final InstantSource clock;

    public CleanupStep(ContainerQueries containers, EngineLauncher launcher, InstantSource clock) {
        this.containers = containers;
        this.launcher = launcher;
        this.clock = clock;
    }

    /** The same step, which leaves alone what was not stopped before that time. */
    public Step ifStoppedBefore(Instant time) {
        return context ->
                context.record()
                                .map(RuntimeRecord::state)
                                .filter(RuntimeState.Stopped.class::isInstance)
                                .flatMap(RuntimeState::whenStopped)
                                .filter(time::isAfter)
                                .isPresent()
                        ? run(context)
                        : StepResult.replayed(Optional.empty());
    }

    @Override
    public StepResult run(OperationContext context) {
        if (context.record().isEmpty()) {
            return Refusals.neverStarted(context.operation().gameId());
        }
        RuntimeRecord record = context.record().orElseThrow();
        return switch (CleanupPlan.decide(record, containers.first(context))) {
            case CleanupPlan.Runs _ ->
                    StepResult.failed(
                            ErrorCode.CONFLICT,
                            "game %s runs; stop it first".formatted(record.gameId()));
            case CleanupPlan.Nothing _ -> StepResult.replayed(Optional.empty());
            case CleanupPlan.Remove(List<ObservedContainer> all) -> remove(context, record, all);
        };
    }

    private StepResult remove(
            OperationContext context, RuntimeRecord record, List<ObservedContainer> all) {
        // The recorded one last: if another one cannot be removed, the record stays true.
        Optional<ContainerId> recorded = record.state().containerId();
        List<ObservedContainer> inOrder =
                all.stream()
                        .sorted(
                                Comparator.comparing(container ->
                                        recorded.filter(container.id()::equals).isPresent()))
                        .toList();
        try {
            inOrder.forEach(container -> launcher.removeEnded(context, container.id()));
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            return StepResult.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Docker refused to remove the container of game %s: %s"
                            .formatted(record.gameId(), refused.text()));
        }
        Instant now = clock.instant();
        return new StepResult(
                new Verdict.Done(),
                record.state().containerId(),
                Optional.of(
                        record.with(
                                new RuntimeState.Removed(record.state().whenStopped(), now), now)),
                Optional.empty(),
                List.of());
    }
}
