package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;

/** What a restart or a patch has to replace, given the record and the containers that are there. */
public sealed interface ReplacePlan {

    /**
     * A container that is not known as this game's bears its name, or the name for one that is set
     * aside; it is not touched.
     *
     * @param container that one
     */
    record NameTaken(ObservedContainer container) implements ReplacePlan {}

    /**
     * More than one engine of the game runs; none is touched.
     *
     * @param containers all of them
     */
    record RunsTwice(List<ObservedContainer> containers) implements ReplacePlan {}

    /**
     * A new container takes the place of the old one.
     *
     * @param old the one that runs, else the recorded one, where there is one
     * @param leftovers ours, not running and in the way: removed before the old engine is stopped
     */
    record Replace(Optional<ObservedContainer> old, List<ObservedContainer> leftovers)
            implements ReplacePlan {}

    /** Decides what has to be replaced. */
    static ReplacePlan decide(GameId gameId, RuntimeState state, GameContainers containers) {
        Optional<ObservedContainer> foreign =
                containers
                        .foreign(gameId.containerName())
                        .or(() -> containers.foreign(gameId.previousContainerName()));
        if (foreign.isPresent()) {
            return new NameTaken(foreign.orElseThrow());
        }
        List<ObservedContainer> running = containers.running();
        if (running.size() > 1) {
            return new RunsTwice(running);
        }
        Optional<ObservedContainer> old =
                running.stream().findFirst().or(() -> recorded(state, containers.ours()));
        return new Replace(
                old,
                containers.leftovers(gameId).stream()
                        .filter(container -> !old.equals(Optional.of(container)))
                        .toList());
    }

    private static Optional<ObservedContainer> recorded(
            RuntimeState state, List<ObservedContainer> containers) {
        return containers.stream()
                .filter(container -> state.containerId().equals(Optional.of(container.id())))
                .findFirst();
    }
}
