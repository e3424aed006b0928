package rtm.domain.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;

/**
 * Looks at the containers of a game. A list says only which containers there may be: it lags behind
 * a stop, and a daemon whose disk was full lists exited containers as running. So each container of
 * a game is inspected before anything is decided, and the recorded one also if the list lacks it. A
 * state that is not known counts like no answer, and so do labels that cannot be.
 */
final class ContainerLook {

    private final ContainerDaemon daemon;

    ContainerLook(ContainerDaemon daemon) {
        this.daemon = daemon;
    }

    /** All containers with the owner label, each once, as a list shows them. */
    List<ObservedContainer> owned() {
        return List.copyOf(onceEach(daemon.owned()).values());
    }

    /**
     * All containers of a game, each inspected. The record is not needed for this look, so it can
     * come before the row of an operation, which then need not look again.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    FoundContainers at(GameId gameId) {
        Map<ContainerId, ObservedContainer> listed = listed(gameId);
        List<ObservedContainer> found = new ArrayList<>();
        listed.forEach((id, inList) ->
                inspected(daemon.inspect(id))
                        .ifPresent(there -> {
                            there.requireSameLabels(inList);
                            found.add(there);
                        }));
        if (found.size() < listed.size()) {
            requireGone(gameId, listed.keySet(), found);
        }
        return new FoundContainers(listed.keySet(), found);
    }

    /**
     * The same with the recorded container, which is the game's for certain. Only what the look
     * lacks is asked for: a list may lag behind the record.
     *
     * @throws DependencyUnavailableException if Docker does not answer, or not about that container
     */
    FoundContainers with(GameId gameId, ContainerId recorded, FoundContainers found) {
        if (found.inspected().contains(recorded)) {
            found.containers().stream()
                    .filter(one -> one.id().equals(recorded))
                    .forEach(one -> one.requireOf(gameId));
            return found;
        }
        Set<ContainerId> inspected = new LinkedHashSet<>(found.inspected());
        inspected.add(recorded);
        List<ObservedContainer> containers = new ArrayList<>(found.containers());
        inspected(daemon.inspect(gameId, recorded)).ifPresent(containers::add);
        return new FoundContainers(inspected, containers);
    }

    private Map<ContainerId, ObservedContainer> listed(GameId gameId) {
        return onceEach(daemon.containersOf(gameId));
    }

    private static Map<ContainerId, ObservedContainer> onceEach(List<ObservedContainer> list) {
        Map<ContainerId, ObservedContainer> once = new LinkedHashMap<>();
        list.forEach(each -> once.putIfAbsent(each.id(), each));
        return once;
    }

    /** A container may go between the list and its inspection; then another list lacks it. */
    private void requireGone(
            GameId gameId, Set<ContainerId> listed, List<ObservedContainer> found) {
        Set<ContainerId> unknown = new LinkedHashSet<>(listed);
        found.forEach(container -> unknown.remove(container.id()));
        unknown.retainAll(listed(gameId).keySet());
        if (!unknown.isEmpty()) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "lists container %s, but does not find it when asked about it"
                            .formatted(unknown.iterator().next()),
                    null);
        }
    }

    private static Optional<ObservedContainer> inspected(Optional<InspectedContainer> found) {
        Optional<ObservedContainer> container = found.map(InspectedContainer::container);
        container
                .filter(there -> there.state() == ContainerState.UNKNOWN)
                .ifPresent(there -> {
                    throw new DependencyUnavailableException(
                            Dependency.DOCKER,
                            "the state of container %s is not known now".formatted(there.id()),
                            null);
                });
        return container;
    }
}
