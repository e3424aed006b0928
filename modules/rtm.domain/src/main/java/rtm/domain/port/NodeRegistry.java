package rtm.domain.port;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.NodeId;

/**
 * Stores what the nodes have: the Docker daemon that the records are about, which is that of the
 * first node, and the state roots. Throws {@link rtm.domain.model.DependencyUnavailableException}
 * when PostgreSQL does not answer in time.
 */
public interface NodeRegistry {

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

    /** The id of the state root that has the folders of the node's games; empty until recorded. */
    Optional<UUID> stateRoot(NodeId node);

    /**
     * Records the node's state root, if the recorded one is still the expected one.
     *
     * @param before the expected one
     * @return whether it was recorded
     */
    boolean recordStateRoot(NodeId node, Optional<UUID> before, UUID id);
}
