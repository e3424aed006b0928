package rtm.workers.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.EntryId;
import rtm.domain.model.NodeId;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.JobStreams;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.OperationRetention.Expired;
import rtm.domain.port.OperationRetention.Row;

/**
 * Removes old rows of the operation log, some at a time. It keeps the row of a job whose entry is
 * still in its stream, because only that row says that the job was answered; and rows that say
 * whose an existing container is. A container counts as gone if two lists of Docker lack it, of two
 * rounds.
 */
public final class OperationLogCleanup {

    private static final Log LOG = Log.of(OperationLogCleanup.class);

    private final OperationRetention rows;
    private final JobStreams streams;
    private final ContainerDaemon daemon;
    private final NodeId node;
    private final Duration retention;
    private final ConfirmedTime confirmed;

    /** In the round before. */
    private List<ContainerClaim> listed = List.of();

    /**
     * @param node the node whose containers the daemon has; only its rows are removed
     * @param retention how long rows are kept; zero for always
     * @param confirmation how long they must stay too old before they are removed
     */
    public OperationLogCleanup(
            OperationRetention rows,
            JobStreams streams,
            ContainerDaemon daemon,
            NodeId node,
            Duration retention,
            Duration confirmation) {
        this.rows = rows;
        this.streams = streams;
        this.daemon = daemon;
        this.node = node;
        this.retention = retention;
        this.confirmed = new ConfirmedTime(confirmation);
    }

    /**
     * Removes every row that is too old now and was in an earlier round.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be tried again
     */
    public void round(Instant now) {
        if (retention.isZero()) {
            return;
        }
        Set<ContainerClaim> existing = new LinkedHashSet<>(listed);
        listed = daemon.owned().stream().map(ContainerClaim::of).toList();
        existing.addAll(listed);
        confirmed
                .confirmed(now.minus(retention))
                .ifPresent(closedBefore -> remove(closedBefore, List.copyOf(existing)));
    }

    private void remove(Instant closedBefore, List<ContainerClaim> existing) {
        Map<String, Optional<EntryId>> first = new HashMap<>();
        int removed = 0;
        Optional<Long> next = Optional.of(0L);
        while (next.isPresent()) {
            Expired some = rows.expired(node, next.get(), closedBefore, existing);
            List<Row> old = some.rows().stream().filter(row -> !isInStream(row, first)).toList();
            if (!old.isEmpty()) {
                rows.remove(old);
                removed += old.size();
            }
            next = some.next();
        }
        if (removed > 0) {
            LOG.info("old operations removed", LogField.of("rows", removed));
        }
    }

    private boolean isInStream(Row row, Map<String, Optional<EntryId>> first) {
        return row.sourceRef().filter(reference -> isInStream(reference, first)).isPresent();
    }

    /** A reference is the stream, a slash, and the entry's id, which may have a suffix. */
    private boolean isInStream(String reference, Map<String, Optional<EntryId>> first) {
        int slash = reference.lastIndexOf('/');
        int suffix = reference.indexOf('#', slash);
        String id = reference.substring(slash + 1, suffix < 0 ? reference.length() : suffix);
        String stream = reference.substring(0, Math.max(slash, 0));
        try {
            EntryId entry = EntryId.parse(id);
            return first.computeIfAbsent(stream, streams::firstEntry)
                    .filter(oldest -> entry.compareTo(oldest) >= 0)
                    .isPresent();
        } catch (IllegalArgumentException noEntry) {
            return false;
        }
    }
}
