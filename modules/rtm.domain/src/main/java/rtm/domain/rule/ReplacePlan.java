package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;

/** What a restart or a patch must replace, given the record and the containers. */
public sealed interface ReplacePlan {

    /**
     * A container that is not known to be the game's has its container name or its previous
     * container name; it is not touched.
     *
     * @param container the container
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
     * @param old the running container, or else the recorded one, if any
     * @param leftovers our containers that do not run and are in the way; removed before the old
     *     engine is stopped
     * @param staying our other containers that do not run; stopped before the new one starts, since
     *     only that proves it
     */
    record Replace(
            Optional<ObservedContainer> old,
            List<ObservedContainer> leftovers,
            List<ObservedContainer> staying)
            implements ReplacePlan {}

    /** Decides what must be replaced. */
    static ReplacePlan decide(GameId gameId, RuntimeState state, GameContainers containers) {
        Optional<ObservedContainer> foreign =
                containers.foreignInPlaceOf(gameId).or(() -> containers.foreignAsideOf(gameId));
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
                without(old, containers.leftovers(gameId)),
                without(old, containers.staying(gameId)));
    }

    private static List<ObservedContainer> without(
            Optional<ObservedContainer> old, List<ObservedContainer> containers) {
        return containers.stream()
                .filter(container -> !old.equals(Optional.of(container)))
                .toList();
    }

    private static Optional<ObservedContainer> recorded(
            RuntimeState state, List<ObservedContainer> containers) {
        return containers.stream()
                .filter(container -> state.containerId().equals(Optional.of(container.id())))
                .findFirst();
    }
}
