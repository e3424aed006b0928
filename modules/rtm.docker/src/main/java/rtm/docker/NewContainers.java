package rtm.docker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ContainerId;

/**
 * What inspections showed of the containers that were just created, each for its first start. A
 * container that is not started soon is forgotten, and inspected again.
 */
final class NewContainers {

    private static final int MOST = 64;

    private final Map<ContainerId, ChangeEvidence> created = new LinkedHashMap<>();

    synchronized void add(ChangeEvidence container) {
        created.put(container.container().id(), container);
        if (created.size() > MOST) {
            created.remove(created.keySet().iterator().next());
        }
    }

    /** Each only once: after a failed start, the container is to be inspected. */
    synchronized Optional<ChangeEvidence> take(ContainerId id) {
        return Optional.ofNullable(created.remove(id));
    }
}
