package rtm.domain.daemon;

import rtm.domain.model.Node;

/**
 * Why a process must not work on a node. The start and {@code check} say the same.
 *
 * @param part what is wrong: {@code docker} or {@code nodes}
 * @param found what was found
 * @param advice what to do; empty if the first part says it
 */
public record NodeRefusal(String part, String found, String advice) {

    private static final String DOCKER = "docker";
    private static final String NODES = "nodes";

    /** All of it in one sentence. */
    public String text() {
        return "%s: %s%s".formatted(part, found, advice.isEmpty() ? "" : "; " + advice);
    }

    /** The nodes do not allow it. */
    static NodeRefusal byNodes(String found) {
        return new NodeRefusal(NODES, found, "");
    }

    /** The node with its name has another daemon. */
    static NodeRefusal otherDaemon(String daemonId, String name, String recorded) {
        return new NodeRefusal(
                DOCKER,
                "the daemon's ID is %s, but node %s has daemon %s"
                        .formatted(daemonId, name, recorded),
                "choose another RTMANAGER_NODE_NAME, or set RTMANAGER_ACCEPT_ENGINE_CHANGE=true once if it takes that one's place");
    }

    /** Its name is that of a node with another daemon. */
    static NodeRefusal nameTaken(String daemonId, String name) {
        return new NodeRefusal(
                DOCKER,
                "the daemon's ID is %s, but another node is named %s".formatted(daemonId, name),
                "choose another RTMANAGER_NODE_NAME");
    }

    /** Its daemon is that of a node with another name, and so is its state root. */
    static NodeRefusal misnamed(Node node, String name) {
        return new NodeRefusal(
                DOCKER,
                "the daemon is that of node %s, which is not named %s".formatted(name(node), name),
                "set RTMANAGER_NODE_NAME to %s, since a node keeps its name; but if this machine is a copy of that one, it needs a Docker ID and a state root of its own (docs/many-vms.md)"
                        .formatted(name(node)));
    }

    /**
     * Its machine has the Docker ID of a node without the folders of the node's games.
     *
     * @param otherRoot why it does not have them
     */
    public static NodeRefusal copy(Node node, String otherRoot) {
        return new NodeRefusal(
                NODES,
                "this machine has the Docker ID of node %s, but %s"
                        .formatted(name(node), otherRoot),
                "a copy of that machine needs a Docker ID of its own (docs/many-vms.md)");
    }

    /** Its daemon would take the place of a node's, without the folders of the node's games. */
    static NodeRefusal replacing(Node node, String otherRoot) {
        return new NodeRefusal(
                NODES,
                "this machine would take the place of node %s, but %s"
                        .formatted(name(node), otherRoot),
                "");
    }

    /** Its node was given up. */
    static NodeRefusal givenUp(Node node) {
        return new NodeRefusal(
                NODES,
                "node %s was given up, so its games may run elsewhere by now".formatted(name(node)),
                "remove what is left of games that moved away, and on another node say so with \"rtmanager node open %s --emptied\"; or let this machine join as a new node, with a new Docker ID and another RTMANAGER_NODE_NAME"
                        .formatted(node.label()));
    }

    /** The node in a sentence. */
    static String name(Node node) {
        return node.name().orElseGet(() -> "number " + node.id());
    }
}
