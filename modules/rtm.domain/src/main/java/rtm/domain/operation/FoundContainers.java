package rtm.domain.operation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ObservedContainer;

/**
 * The containers of a game as one look found them, before anything says which of them are ours.
 *
 * @param inspected the ids that were inspected, also of containers that are gone
 * @param containers those that are there
 */
public record FoundContainers(Set<ContainerId> inspected, List<ObservedContainer> containers) {

    /** Keeps its own copies. */
    public FoundContainers {
        inspected = Set.copyOf(inspected);
        containers = List.copyOf(containers);
    }

    /** The containers in which an engine is alive. */
    public Set<ContainerId> live() {
        return containers.stream()
                .filter(ObservedContainer::live)
                .map(ObservedContainer::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
