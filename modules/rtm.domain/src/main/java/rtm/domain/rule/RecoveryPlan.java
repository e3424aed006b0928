package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;

/**
 * How to finish an interrupted restart or patch: forward if the new engine runs, otherwise back to
 * the old one. If the old one no longer exists, also forward, because the game had an engine
 * before; but an engine that ran in its place and has ended is not started again.
 */
public sealed interface RecoveryPlan {

    /**
     * The new engine runs.
     *
     * @param made the new engine's container
     * @param old the container it replaces, if it still exists
     */
    record Forward(ObservedContainer made, Optional<ObservedContainer> old)
            implements RecoveryPlan {}

    /**
     * The old container gets its place back.
     *
     * @param old the old container
     * @param made the containers that the operation created, to be removed first
     * @param toRun whether to start its engine, because it ran before
     */
    record Back(ObservedContainer old, List<ObservedContainer> made, boolean toRun)
            implements RecoveryPlan {}

    /**
     * The old container no longer exists and the new one does not run yet.
     *
     * @param made the new container
     */
    record StartMade(ObservedContainer made) implements RecoveryPlan {}

    /**
     * The old container no longer exists, because the new engine ran; that one has ended since.
     *
     * @param made the new container
     */
    record Completed(ObservedContainer made) implements RecoveryPlan {}

    /** Neither container exists, although the game had one before. */
    record NothingLeft() implements RecoveryPlan {}

    /**
     * The game had no container before.
     *
     * @param made the containers that the operation created, to be removed
     */
    record Undo(List<ObservedContainer> made) implements RecoveryPlan {}

    /** Decides how to finish an operation. */
    static RecoveryPlan decide(
            OpenOperation operation, RuntimeRecord record, GameContainers containers) {
        List<ObservedContainer> made = made(operation, containers);
        Optional<ObservedContainer> old = old(operation, record, containers);
        Optional<ObservedContainer> running =
                made.stream().filter(ObservedContainer::live).findFirst();
        if (running.isPresent()) {
            return new Forward(running.orElseThrow(), old);
        }
        if (old.isPresent()) {
            return new Back(old.orElseThrow(), made, toRun(record, old.orElseThrow()));
        }
        if (record.state().containerId().isEmpty()) {
            return new Undo(made);
        }
        Optional<ObservedContainer> ended =
                made.stream().filter(ObservedContainer::ended).findFirst();
        if (ended.isPresent()) {
            return new Completed(ended.orElseThrow());
        }
        return made.isEmpty() ? new NothingLeft() : new StartMade(made.getFirst());
    }

    /**
     * Only the way back, for a new engine that failed; empty if the old container no longer exists.
     */
    static Optional<Back> back(
            OpenOperation operation, RuntimeRecord record, GameContainers containers) {
        return old(operation, record, containers)
                .map(old -> new Back(old, made(operation, containers), toRun(record, old)));
    }

    private static List<ObservedContainer> made(
            OpenOperation operation, GameContainers containers) {
        return containers.ours().stream()
                .filter(container -> container.madeBy(operation.id()))
                .toList();
    }

    /**
     * The container that the record names is certainly the old one. If it does not exist, an engine
     * ran that the record did not name; with any other container in these places, the operation
     * would not have started.
     */
    private static Optional<ObservedContainer> old(
            OpenOperation operation, RuntimeRecord record, GameContainers containers) {
        GameId gameId = record.gameId();
        List<Predicate<ObservedContainer>> signs =
                List.of(
                        container ->
                                record.state().containerId().equals(Optional.of(container.id())),
                        container -> container.asideOf(gameId),
                        container -> container.inPlaceOf(gameId));
        return signs.stream()
                .flatMap(sign ->
                        containers.labelled().stream()
                                .filter(container -> !container.madeBy(operation.id()))
                                .filter(sign))
                .findFirst();
    }

    private static boolean toRun(RuntimeRecord record, ObservedContainer old) {
        return record.state().status() == RuntimeStatus.RUNNING || old.live();
    }
}
