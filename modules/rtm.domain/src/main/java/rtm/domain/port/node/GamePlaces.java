package rtm.domain.port.node;

import java.net.InetAddress;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;

/**
 * Knows where games are. Throws {@link rtm.domain.model.DependencyUnavailableException} when
 * PostgreSQL does not answer in time.
 */
public interface GamePlaces {

    /**
     * The node that holds a game: that of its record, or of its operation in progress while it has
     * no record; empty if it has neither.
     */
    Optional<Node> nodeOf(GameId gameId);

    /**
     * The engine that runs at that address on another node than this, by its record; a node without
     * a process does not count.
     */
    Optional<NodeEngine> engineAt(InetAddress address, NodeId here);

    /** The node of that name, or of that number while it has none. */
    Optional<Node> named(String name);

    /** The node that a first start of a game shall be tried on; empty if any node may try. */
    default Optional<Node> nodeForStart(GameId gameId) {
        return Optional.empty();
    }
}
