package rtm.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.NodeId;

/**
 * Removes old rows of the operation log. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface OperationRetention {

    /**
     * Looks at some rows, in the order in which they were opened, for those of a node that were
     * closed before a time and say about no existing container to which game it belongs.
     *
     * @param node where their operations were carried out
     * @param after where to begin: after this row
     * @param existing every container that exists on the node and claims to be this service's
     */
    Expired expired(NodeId node, long after, Instant closedBefore, List<ContainerClaim> existing);

    /** Removes closed rows. */
    void remove(List<Row> rows);

    /**
     * What was found.
     *
     * @param rows may be removed, as far as the store knows
     * @param next where to look on: after this row; empty if no older rows follow
     */
    record Expired(List<Row> rows, Optional<Long> next) {

        /** Keeps its own copy. */
        public Expired {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row.
     *
     * @param row its number
     * @param sourceRef the job that requested it, if any
     */
    record Row(long row, Optional<String> sourceRef) {}
}
