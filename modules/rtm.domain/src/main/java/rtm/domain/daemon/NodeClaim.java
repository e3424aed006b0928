package rtm.domain.daemon;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.Node;

/** What a process is among the nodes, by its daemon and its name. To decide it changes nothing. */
public sealed interface NodeClaim {

    /**
     * Its daemon is that of this node.
     *
     * @param node the node, which has the name, or none yet
     */
    record Known(Node node) implements NodeClaim {}

    /**
     * Its daemon takes the place of this node's former one, or is its first.
     *
     * @param node the node, which has the name, or none yet
     */
    record Replaces(Node node) implements NodeClaim {}

    /** Neither its daemon nor its name is known: a node is added. */
    record New() implements NodeClaim {}

    /**
     * Its daemon is that of this node, which has another name.
     *
     * @param node the node
     */
    record Misnamed(Node node) implements NodeClaim {}

    /**
     * Its node was given up.
     *
     * @param node the node
     */
    record GivenUp(Node node) implements NodeClaim {}

    /**
     * It must not work here.
     *
     * @param why for an operator
     */
    record Refused(NodeRefusal why) implements NodeClaim {}

    /**
     * Decides by the daemon and the name alone.
     *
     * @param acceptChange whether a different daemon replaces the recorded one
     */
    static NodeClaim of(List<Node> nodes, String daemonId, String name, boolean acceptChange) {
        Optional<Node> owner =
                nodes.stream()
                        .filter(node -> node.daemon().equals(Optional.of(daemonId)))
                        .findFirst();
        Optional<Node> named =
                nodes.stream().filter(node -> node.name().equals(Optional.of(name))).findFirst();
        if (owner.isPresent()) {
            return owned(owner.get(), named, daemonId, name);
        }
        if (named.isPresent()) {
            return named.get()
                    .daemon()
                    .filter(_ -> !acceptChange)
                    .<NodeClaim>map(recorded ->
                            new Refused(NodeRefusal.otherDaemon(daemonId, name, recorded)))
                    .orElseGet(() -> new Replaces(named.get()));
        }
        return nodes.stream()
                .filter(node -> node.name().isEmpty())
                .filter(node -> node.daemon().isEmpty() || acceptChange)
                .findFirst()
                .<NodeClaim>map(Replaces::new)
                .orElseGet(New::new);
    }

    private static NodeClaim owned(Node node, Optional<Node> named, String daemonId, String name) {
        if (node.name().isEmpty() && named.isPresent()) {
            return new Refused(NodeRefusal.nameTaken(daemonId, name));
        }
        return node.name().orElse(name).equals(name) ? new Known(node) : new Misnamed(node);
    }
}
