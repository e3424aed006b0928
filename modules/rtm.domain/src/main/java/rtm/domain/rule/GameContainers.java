package rtm.domain.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;

/**
 * The containers related to one game, sorted by what is known about them. A label or a name alone
 * proves nothing.
 *
 * @param ours containers that the record or the operation log names, and the newer ones
 * @param newer those of ours that neither names: this service made them after the dump from which
 *     its database was restored
 * @param claimants containers with the game's labels that neither names: engines that a person
 *     started, or copies
 * @param strangers containers of others: they have one of the game's two container names without
 *     its labels, or are copies of its containers
 */
public record GameContainers(
        List<ObservedContainer> ours,
        List<ObservedContainer> newer,
        List<ObservedContainer> claimants,
        List<ObservedContainer> strangers) {

    /** Keeps its own copies. */
    public GameContainers {
        ours = List.copyOf(ours);
        newer = List.copyOf(newer);
        claimants = List.copyOf(claimants);
        strangers = List.copyOf(strangers);
    }

    /**
     * Sorts the containers.
     *
     * @param named ids that the record or the operation log names
     * @param made ids of containers that this service certainly made
     * @param copies ids that the operation log identifies as copies
     */
    public static GameContainers sort(
            GameId gameId,
            List<ObservedContainer> containers,
            Collection<ContainerId> named,
            Collection<ContainerId> made,
            Collection<ContainerId> copies) {
        List<ObservedContainer> ours = new ArrayList<>();
        List<ObservedContainer> newer = new ArrayList<>();
        List<ObservedContainer> claimants = new ArrayList<>();
        List<ObservedContainer> strangers = new ArrayList<>();
        for (ObservedContainer container : containers) {
            if (!container.belongsTo(gameId) || copies.contains(container.id())) {
                strangers.add(container);
            } else if (named.contains(container.id())) {
                ours.add(container);
            } else if (made.contains(container.id())) {
                ours.add(container);
                newer.add(container);
            } else {
                claimants.add(container);
            }
        }
        return new GameContainers(ours, newer, claimants, strangers);
    }

    /** Before they are sorted: each may be ours, or newer than the database. */
    static GameContainers unsorted(List<ObservedContainer> containers) {
        return new GameContainers(containers, containers, List.of(), List.of());
    }

    /** All containers with the game's labels. */
    public List<ObservedContainer> labelled() {
        return Stream.concat(ours.stream(), claimants.stream()).toList();
    }

    /** The running engines of this game: ours, or the claimants if none of ours runs. */
    public List<ObservedContainer> running() {
        List<ObservedContainer> running = live(ours);
        return running.isEmpty() ? live(claimants) : running;
    }

    /**
     * The claimants that this service does not touch: all except the only running engine of the
     * game.
     */
    public List<ObservedContainer> untouched() {
        List<ObservedContainer> running = running();
        return claimants.stream()
                .filter(container -> running.size() != 1 || !running.contains(container))
                .toList();
    }

    /** Whether this service made a container after the dump that was restored. */
    public boolean isNewer(ContainerId container) {
        return newer.stream().anyMatch(one -> one.id().equals(container));
    }

    /**
     * The newest container of a game that does not run, if the database is older than that. What
     * was set aside is older than what is in the game's place.
     */
    Optional<ObservedContainer> successor(GameId gameId) {
        return newer.stream()
                .filter(container ->
                        container.ended() || container.state() == ContainerState.CREATED)
                .min(Comparator.comparing(container -> !container.inPlaceOf(gameId)));
    }

    /** The container that has the game's place, if it is among them. */
    Optional<ObservedContainer> inPlaceOf(GameId gameId) {
        return Stream.concat(labelled().stream(), strangers.stream())
                .filter(container -> container.inPlaceOf(gameId))
                .findFirst();
    }

    /** A container in the game's place that this service must not touch. */
    Optional<ObservedContainer> foreignInPlaceOf(GameId gameId) {
        return foreign(container -> container.inPlaceOf(gameId));
    }

    /** A container that is set aside for the game, and that this service must not touch. */
    Optional<ObservedContainer> foreignAsideOf(GameId gameId) {
        return foreign(container -> container.asideOf(gameId));
    }

    private Optional<ObservedContainer> foreign(Predicate<ObservedContainer> sign) {
        return Stream.concat(strangers.stream(), untouched().stream()).filter(sign).findFirst();
    }

    /**
     * Our containers that do not run and either were created by this service or have one of the
     * game's names. A container that a person created and this service adopted stays, unless it has
     * one of the names.
     */
    List<ObservedContainer> leftovers(GameId gameId) {
        return ours.stream()
                .filter(container -> !container.live())
                .filter(container ->
                        !container.madeByHand()
                                || container.inPlaceOf(gameId)
                                || container.asideOf(gameId))
                .toList();
    }

    /**
     * Our containers that do not run and that nothing removes: a person created them, under names
     * of their own.
     */
    List<ObservedContainer> staying(GameId gameId) {
        List<ObservedContainer> leftovers = leftovers(gameId);
        return ours.stream()
                .filter(container -> !container.live())
                .filter(container -> !leftovers.contains(container))
                .toList();
    }

    private static List<ObservedContainer> live(List<ObservedContainer> containers) {
        return containers.stream().filter(ObservedContainer::live).toList();
    }
}
