package rtm.domain.operation.step;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.ending.LastWords;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.state.GameStates;

/**
 * Cleans up after a failed start: removes the containers it created, and corrects the record if its
 * container disappeared meanwhile. If an engine started and ended, the failure says how. If no
 * attempt changed anything, it does nothing.
 */
public final class FailedStartCleanup {

    private static final Log LOG = Log.of(FailedStartCleanup.class);

    private final EngineLauncher launcher;
    private final ContainerQueries containers;
    private final LastWords lastWords;
    private final GameStates states;
    private final InstantSource clock;

    public FailedStartCleanup(
            EngineLauncher launcher,
            ContainerQueries containers,
            LastWords lastWords,
            GameStates states,
            InstantSource clock) {
        this.launcher = launcher;
        this.containers = containers;
        this.lastWords = lastWords;
        this.states = states;
        this.clock = clock;
    }

    /** Cleans up, and completes the failure. */
    public StepResult clear(OperationContext context, StepResult failure) {
        if (!context.resumed() && !context.ownership().changed()) {
            discardFolder(context);
            return failure;
        }
        List<ObservedContainer> there = containers.now(context).labelled();
        List<String> more = new ArrayList<>();
        int removed = 0;
        for (ObservedContainer container : there) {
            if (container.madeBy(context.operation().id())) {
                end(context, container).ifPresent(more::add);
                Optional<String> left = remove(context, container);
                left.ifPresent(more::add);
                removed += left.isEmpty() ? 1 : 0;
            }
        }
        if (removed == there.size()) {
            discardFolder(context);
        }
        return failure.with(withoutContainer(context, there), more);
    }

    /** Of a game that has never started. */
    private void discardFolder(OperationContext context) {
        if (context.record().isEmpty()) {
            states.discard(context.operation().gameId());
        }
    }

    private Optional<String> end(OperationContext context, ObservedContainer container) {
        return switch (container.state()) {
            case EXITED, DEAD ->
                    containers
                            .inspect(context.operation().gameId(), container.id())
                            .map(ended -> "its engine ended: " + lastWords.of(ended));
            case CREATED, RUNNING, PAUSED, RESTARTING, REMOVING, UNKNOWN -> Optional.empty();
        };
    }

    private Optional<String> remove(OperationContext context, ObservedContainer container) {
        LOG.debug(
                "container of a start that failed is removed",
                LogField.of("game_id", context.operation().gameId()),
                LogField.of("container_id", container.id()));
        try {
            launcher.remove(context, container.id());
            return Optional.empty();
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            return Optional.of(
                    "container %s is left: %s".formatted(container.id(), refused.text()));
        }
    }

    private Optional<RuntimeRecord> withoutContainer(
            OperationContext context, List<ObservedContainer> there) {
        Instant now = clock.instant();
        return context.record()
                .filter(record -> isGone(record, there))
                .map(record ->
                        record.with(
                                new RuntimeState.Removed(record.state().whenStopped(), now), now));
    }

    private static boolean isGone(RuntimeRecord record, List<ObservedContainer> there) {
        return record.state()
                .containerId()
                .filter(named -> there.stream().noneMatch(each -> each.id().equals(named)))
                .isPresent();
    }
}
