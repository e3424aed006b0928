package rtm.domain.port;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.NodeId;

/**
 * Stores which Docker daemon the records are about: that of the first node. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface DaemonRegistry {

    /** The node whose daemon has this ID; empty if no node's daemon has it. */
    Optional<NodeId> nodeOf(String daemonId);

    /** The stored ID of the daemon, if any. */
    Optional<String> recordedDaemon();

    /**
     * Stores this ID in place of the former one. The last answer of a different daemon is
     * forgotten.
     */
    void recordDaemon(String id);

    /** When the stored daemon last answered before it went, by its own clock, if it is away. */
    Optional<Instant> lastAnswer();

    /**
     * Stores when the stored daemon last answered before it went, by its own clock; without a
     * stored daemon it does nothing.
     */
    void recordAnswer(Instant at);

    /** The daemon is back, and what ended meanwhile is known. */
    void forgetAnswer();
}
