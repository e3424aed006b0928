package rtm.domain.overview;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;

/**
 * What the process that reads the jobs says of those that wait.
 *
 * @param node its node
 * @param pending jobs without a row in the operation log, the oldest first
 * @param all whether these are all that there are
 * @param waiting how many wait, by stream
 */
public record ReaderJobs(
        String node,
        List<ServiceStatus.Pending> pending,
        boolean all,
        Map<JobStream, Part<ServiceStatus.Waiting>> waiting) {

    /** Keeps its own copies. */
    public ReaderJobs {
        pending = List.copyOf(pending);
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }

    /** The oldest start of a game that waits. */
    Optional<ServiceStatus.Pending> start(GameId game) {
        return pending.stream()
                .filter(each -> each.work().kind() == PendingWork.Kind.START)
                .filter(each -> each.work().game().equals(Optional.of(game)))
                .findFirst();
    }
}
