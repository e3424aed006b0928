package rtm.domain.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;

/**
 * The containers that have to do with one game, sorted by what is known of them. A label or a name
 * alone proves nothing.
 *
 * @param ours the record or the operation log names them
 * @param claimants they carry the game's labels, and nothing here names them: an engine that a
 *     person started, or a copy of one
 * @param strangers they are not the game's: they bear one of its two container names without its
 *     labels, or are copies of its containers
 */
public record GameContainers(
        List<ObservedContainer> ours,
        List<ObservedContainer> claimants,
        List<ObservedContainer> strangers) {

    /** Keeps its own copies. */
    public GameContainers {
        ours = List.copyOf(ours);
        claimants = List.copyOf(claimants);
        strangers = List.copyOf(strangers);
    }

    /**
     * Sorts containers.
     *
     * @param named the ids that the record or the operation log names
     * @param copies the ids of which the operation log knows that they are copies
     */
    public static GameContainers sort(
            GameId gameId,
            List<ObservedContainer> containers,
            Collection<ContainerId> named,
            Collection<ContainerId> copies) {
        List<ObservedContainer> ours = new ArrayList<>();
        List<ObservedContainer> claimants = new ArrayList<>();
        List<ObservedContainer> strangers = new ArrayList<>();
        for (ObservedContainer container : containers) {
            if (!container.belongsTo(gameId) || copies.contains(container.id())) {
                strangers.add(container);
            } else if (named.contains(container.id())) {
                ours.add(container);
            } else {
                claimants.add(container);
            }
        }
        return new GameContainers(ours, claimants, strangers);
    }

    /** All that carry the game's labels. */
    public List<ObservedContainer> labelled() {
        return Stream.concat(ours.stream(), claimants.stream()).toList();
    }

    /**
     * The engines that run as this game's: ours; where none of ours runs, those that claim to be.
     */
    public List<ObservedContainer> running() {
        List<ObservedContainer> running = live(ours);
        return running.isEmpty() ? live(claimants) : running;
    }

    /** The claimants that are left alone: all but the only engine that runs for the game. */
    public List<ObservedContainer> leftAlone() {
        List<ObservedContainer> running = running();
        return claimants.stream()
                .filter(container -> running.size() != 1 || !running.contains(container))
                .toList();
    }

    /** A container that may not be touched and bears this name. */
    Optional<ObservedContainer> foreign(String name) {
        return Stream.concat(strangers.stream(), leftAlone().stream())
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    /**
     * Ours that do not run, and are in the way or were made by this service. One that a person made
     * and this service adopted once stays, unless it has one of the game's names.
     */
    List<ObservedContainer> leftovers(GameId gameId) {
        return ours.stream()
                .filter(container -> !container.live())
                .filter(container -> !container.madeByHand() || bearsNameOf(gameId, container))
                .toList();
    }

    private static boolean bearsNameOf(GameId gameId, ObservedContainer container) {
        return container.name().equals(gameId.containerName())
                || container.name().equals(gameId.previousContainerName());
    }

    private static List<ObservedContainer> live(List<ObservedContainer> containers) {
        return containers.stream().filter(ObservedContainer::live).toList();
    }
}
