package rtm.domain.port;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;

/**
 * Stores what the nodes have: their Docker daemons and their state roots. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface NodeRegistry {

    /** The node whose daemon has this ID; empty if no node's daemon has it. */
    Optional<NodeId> nodeOf(String daemonId);

    /** All nodes, in the order of their numbers. */
    List<Node> nodes();

    /**
     * Adds a node with its daemon. From then on PostgreSQL refuses programs that know no nodes,
     * since they would take its games for gone. Adding the same node again changes nothing.
     *
     * @return its number; empty if another node has the name or the daemon
     */
    Optional<NodeId> add(String name, String daemonId);

    /**
     * Names a node that has no name yet.
     *
     * @return whether it has that name now; false if it has another one, or another node has it
     */
    boolean name(NodeId node, String name);

    /**
     * The process of a node knows no other nodes: the node has no name from then on, and nothing
     * that only others regard, such as being closed. A node that was given up stays so.
     */
    void standAlone(NodeId node);

    /**
     * A process of the node begins to work now.
     *
     * @param capacity what games may use there
     * @param url where the process answers those of other nodes, if they can reach it
     */
    void recordSeen(NodeId node, NodeCapacity capacity, Optional<URI> url);

    /**
     * A process of the node still works.
     *
     * @param trouble why it can start no engine there now; new games go to other nodes then
     */
    void recordBeat(NodeId node, Optional<String> trouble);

    /** All nodes with what is on them, in the order of their numbers. */
    List<NodeLoad> loads();

    /**
     * Where a game is: on the node of its record, or where it is being started; a new game is
     * nowhere yet, and this is where it would be started now. Nothing is reserved by asking.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if the game is new and no node has
     *     room; the words say why
     */
    NodeId nodeFor(GameId gameId);

    /** The stored ID of the node's daemon, if any. */
    Optional<String> recordedDaemon(NodeId node);

    /**
     * Stores this ID as that of the node's daemon, in place of the former one. The last answer of a
     * different daemon is forgotten.
     */
    void recordDaemon(NodeId node, String id);

    /** The same for the first node. */
    default void recordDaemon(String id) {
        recordDaemon(NodeId.FIRST, id);
    }

    /** When the node's daemon last answered before it went, by its own clock, if it is away. */
    Optional<Instant> lastAnswer(NodeId node);

    /**
     * Stores when the node's daemon last answered before it went, by its own clock; without a
     * stored daemon it does nothing.
     */
    void recordAnswer(NodeId node, Instant at);

    /** The node's daemon is back, and what ended meanwhile is known. */
    void forgetAnswer(NodeId node);

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
