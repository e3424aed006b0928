package rtm.http.forward;

import java.net.URI;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;

/** Where a request about a game is answered. */
sealed interface Destination {

    /** By this process. */
    record Here() implements Destination {}

    /**
     * By the process of another node.
     *
     * @param url where that process answers
     */
    record There(Node node, URI url) implements Destination {}

    /**
     * By nobody.
     *
     * @param reason why, in words
     */
    record Nowhere(Node node, String reason) implements Destination {}

    /**
     * Decides it.
     *
     * @param holder the node that holds the game, if one does
     */
    static Destination of(GameId gameId, Optional<Node> holder, NodeId here) {
        if (holder.filter(node -> !node.id().equals(here)).isEmpty()) {
            return new Here();
        }
        Node node = holder.orElseThrow();
        if (node.state() == NodeState.RETIRED) {
            return new Nowhere(node, Node.heldBefore(node.label(), gameId));
        }
        return node.url()
                .<Destination>map(url -> new There(node, url))
                .orElseGet(() ->
                        new Nowhere(
                                node,
                                "node %s, which holds game %s, has no address; set RTMANAGER_NODE_URL there"
                                        .formatted(node.label(), gameId)));
    }
}
