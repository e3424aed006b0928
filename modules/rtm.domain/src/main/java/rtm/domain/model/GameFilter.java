package rtm.domain.model;

import java.util.Optional;
import java.util.Set;

/**
 * Selects games.
 *
 * @param statuses those of their records; not empty
 * @param health their last observed health; empty for any, also for none
 * @param image how the reference of their image begins; empty for any
 * @param lost whether also removed games whose container disappeared without a request, and which
 *     nobody has started, stopped or removed since
 */
public record GameFilter(
        Set<RuntimeStatus> statuses, Optional<HealthStatus> health, String image, boolean lost) {

    /** Keeps its own copy of the statuses. */
    public GameFilter {
        statuses = Set.copyOf(statuses);
    }
}
