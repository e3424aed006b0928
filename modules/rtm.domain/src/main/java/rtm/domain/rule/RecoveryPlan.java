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
 * How a restart or a patch that did not come to its end is brought to one: forward where the new
 * engine runs, else back to the old one; forward too where the old one is gone, since there was an
 * engine before.
 */
public sealed interface RecoveryPlan {

    /**
     * The new engine runs.
     *
     * @param made its container
     * @param old what it replaces, where that is still there
     */
    record Forward(ObservedContainer made, Optional<ObservedContainer> old)
            implements RecoveryPlan {}

    /**
     * The old container is put back in its place.
     *
     * @param old it
     * @param made what the operation made, to be removed first
     * @param toRun whether its engine shall run, as it did before
     */
    record Back(ObservedContainer old, List<ObservedContainer> made, boolean toRun)
            implements RecoveryPlan {}

    /**
     * The old container is gone and the new one does not run yet.
     *
     * @param made the new one
     */
    record StartMade(ObservedContainer made) implements RecoveryPlan {}

    /** Neither is there, and there was one before. */
    record NothingLeft() implements RecoveryPlan {}

    /**
     * There was no container before.
     *
     * @param made what the operation made, to be removed
     */
    record Undo(List<ObservedContainer> made) implements RecoveryPlan {}

    /** Decides how an operation is brought to an end. */
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
        return made.isEmpty() ? new NothingLeft() : new StartMade(made.getFirst());
    }

    /** The way back alone, for a new engine that failed; empty where the old one is gone. */
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
     * The container that the record names surely is it. Where it is gone, an engine ran that no
     * record named; the operation would not have begun with another container under these names.
     */
    private static Optional<ObservedContainer> old(
            OpenOperation operation, RuntimeRecord record, GameContainers containers) {
        GameId gameId = record.gameId();
        List<Predicate<ObservedContainer>> signs =
                List.of(
                        container ->
                                record.state().containerId().equals(Optional.of(container.id())),
                        container -> container.name().equals(gameId.previousContainerName()),
                        container -> container.name().equals(gameId.containerName()));
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
