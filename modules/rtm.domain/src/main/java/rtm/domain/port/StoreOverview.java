package rtm.domain.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Leader;
import rtm.domain.model.OpenOperation;

/**
 * What operators look at, over all games. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface StoreOverview {

    /**
     * Counts, and reads what is in progress; loads no record.
     *
     * @param most the most operations in progress to return
     */
    Summary summary(int most);

    /**
     * The summary.
     *
     * @param tally records by status, and the outbox
     * @param health the number of games by their last observed health, without removed games; a
     *     status that no game has is missing
     * @param open how many operations are in progress
     * @param oldest the oldest of them, oldest first
     * @param leader the process that leads; empty if none does
     */
    record Summary(
            StoreTally.Tally tally,
            Map<HealthStatus, Long> health,
            long open,
            List<OpenOperation> oldest,
            Optional<Leader> leader) {

        /** Keeps its own copies. */
        public Summary {
            health = Map.copyOf(health);
            oldest = List.copyOf(oldest);
        }
    }
}
