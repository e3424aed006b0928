package rtm.domain.daemon;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import rtm.domain.daemon.DaemonIdentity.Recognition;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.port.NodeRegistry;
import rtm.domain.text.NameList;

/**
 * Decides whether a process may work on the node of its daemon. One that knows no other nodes would
 * take their games for gone; and what was given up may run elsewhere.
 */
public final class NodeAdmission {

    private static final Log LOG = Log.of(NodeAdmission.class);

    private final NodeRegistry registry;
    private final Function<NodeId, String> left;
    private final DaemonIdentity identity;

    /**
     * Decides by the registry.
     *
     * @param left says which containers of games are on the daemon of a node that was given up
     */
    public NodeAdmission(NodeRegistry registry, Function<NodeId, String> left) {
        this.registry = registry;
        this.left = left;
        this.identity = new DaemonIdentity(registry);
    }

    /**
     * Admits a process that knows no other nodes.
     *
     * @param nodes all nodes
     * @param acceptChange whether a different daemon replaces the recorded one
     */
    public Recognition alone(List<Node> nodes, String daemonId, boolean acceptChange) {
        return refusalAlone(nodes)
                .<Recognition>map(why -> refused(NodeRefusal.byNodes(why).text()))
                .orElseGet(() -> working(identity.recognize(daemonId, acceptChange), nodes));
    }

    /**
     * Requires that a process that knows no other nodes may begin to work: some may have joined
     * while it stood by. Its node has no name from then on, so none may join it; and it is open,
     * since no start is refused there.
     *
     * @throws DependencyUnavailableException if it may not
     */
    public void requireAlone(NodeId here) {
        List<Node> nodes = registry.nodes();
        refusalAlone(nodes)
                .ifPresent(why -> {
                    throw new DependencyUnavailableException(Dependency.NODE, why, null);
                });
        nodes.stream()
                .filter(node -> node.id().equals(here))
                .filter(node -> node.name().isPresent() || node.state() == NodeState.CLOSED)
                .forEach(this::standAlone);
    }

    private void standAlone(Node node) {
        registry.standAlone(node.id());
        if (node.state() == NodeState.CLOSED) {
            LOG.info(
                    "node is open now, as it is the only one",
                    LogField.of("node", node.label()),
                    LogField.of("was", node.state().wire()));
        }
    }

    /** Why a process that knows no other nodes may not start beside these. */
    private static Optional<String> refusalAlone(List<Node> nodes) {
        List<Node> working = nodes.stream().filter(NodeAdmission::works).toList();
        return working.size() > 1
                ? Optional.of(
                        "RTMANAGER_NODES is single, but the games are on nodes %s; set it to many on each of them"
                                .formatted(names(working)))
                : Optional.empty();
    }

    /**
     * Admits a process on one of several nodes; adds its node if that is new.
     *
     * @param name the node's name
     * @param url where other nodes reach the process
     * @param acceptChange whether a different daemon replaces the recorded one
     * @param otherRoot why the state root of this machine is not that of a node, if it is not
     */
    public Recognition amongOthers(
            String daemonId,
            String name,
            Optional<URI> url,
            boolean acceptChange,
            Function<NodeId, Optional<String>> otherRoot) {
        NodeClaim claim = claim(registry.nodes(), daemonId, name, url, acceptChange, otherRoot);
        return switch (claim) {
            case NodeClaim.GivenUp(Node node) -> givenUp(node);
            // Its state root is judged when the service has its other parts.
            case NodeClaim.Known _ -> identity.carryOut(claim, daemonId, name);
            default ->
                    refusal(claim, name, otherRoot)
                            .map(why -> refused(why.text()))
                            .orElseGet(() -> identity.carryOut(claim, daemonId, name));
        };
    }

    /**
     * What a process is on one of several nodes, or why it may not start there. The start carries
     * it out, and {@code check} prints it, if there is no {@link #refusal}.
     *
     * @param otherRoot why the state root of this machine is not that of a node, if it is not
     */
    public static NodeClaim claim(
            List<Node> nodes,
            String daemonId,
            String name,
            Optional<URI> url,
            boolean acceptChange,
            Function<NodeId, Optional<String>> otherRoot) {
        NodeClaim claim = NodeClaim.of(nodes, daemonId, name, acceptChange);
        return switch (claim) {
            case NodeClaim.Misnamed(Node node) ->
                    otherRoot
                            .apply(node.id())
                            .<NodeClaim>map(
                                    other -> new NodeClaim.Refused(NodeRefusal.copy(node, other)))
                            .orElseGet(() -> works(node) ? claim : new NodeClaim.GivenUp(node));
            case NodeClaim.Known(Node node) when !works(node) -> new NodeClaim.GivenUp(node);
            case NodeClaim.Replaces(Node node) when !works(node) -> new NodeClaim.GivenUp(node);
            case NodeClaim.Refused _, NodeClaim.GivenUp _ -> claim;
            case NodeClaim.Known _, NodeClaim.Replaces _, NodeClaim.New _ ->
                    refusalAmong(nodes, daemonId, name, url, acceptChange)
                            .<NodeClaim>map(why -> new NodeClaim.Refused(NodeRefusal.byNodes(why)))
                            .orElse(claim);
        };
    }

    /**
     * Why the start would not go on with what it is: it requires that the state root is that of the
     * node.
     *
     * @param otherRoot why the state root of this machine is not that of a node, if it is not
     */
    public static Optional<NodeRefusal> refusal(
            NodeClaim claim, String name, Function<NodeId, Optional<String>> otherRoot) {
        return switch (claim) {
            case NodeClaim.Known(Node node) ->
                    otherRoot.apply(node.id()).map(other -> NodeRefusal.copy(node, other));
            case NodeClaim.Replaces(Node node) ->
                    otherRoot.apply(node.id()).map(other -> NodeRefusal.replacing(node, other));
            case NodeClaim.New _ -> Optional.empty();
            case NodeClaim.Misnamed(Node node) -> Optional.of(NodeRefusal.misnamed(node, name));
            case NodeClaim.GivenUp(Node node) -> Optional.of(NodeRefusal.givenUp(node));
            case NodeClaim.Refused(NodeRefusal why) -> Optional.of(why);
        };
    }

    /** Why a process that knows no other nodes may not start on this daemon, beside these nodes. */
    public static Optional<NodeRefusal> refusalAlone(List<Node> nodes, String daemonId) {
        return refusalAlone(nodes)
                .map(NodeRefusal::byNodes)
                .or(() ->
                        nodes.stream()
                                .filter(node -> node.daemon().equals(Optional.of(daemonId)))
                                .filter(node -> !works(node))
                                .findFirst()
                                .map(NodeRefusal::givenUp));
    }

    /** Why a process on one of several nodes may not start beside the others of these. */
    private static Optional<String> refusalAmong(
            List<Node> nodes,
            String daemonId,
            String name,
            Optional<URI> url,
            boolean acceptChange) {
        List<Node> others =
                nodes.stream()
                        .filter(NodeAdmission::works)
                        .filter(node -> node.daemon().isPresent())
                        .filter(node -> !node.daemon().equals(Optional.of(daemonId)))
                        .filter(node -> !node.name().equals(Optional.of(name)))
                        .toList();
        if (url.isEmpty() && !others.isEmpty()) {
            return Optional.of(
                    "there is another node (%s), so set RTMANAGER_NODE_URL to where it reaches this process"
                            .formatted(names(others)));
        }
        List<Node> there =
                others.stream().filter(node -> url.isPresent() && node.url().equals(url)).toList();
        if (!there.isEmpty()) {
            return Optional.of(
                    "RTMANAGER_NODE_URL is that of node %s; set it to where the others reach this process"
                            .formatted(names(there)));
        }
        if (!acceptChange && others.stream().anyMatch(node -> node.name().isEmpty())) {
            return Optional.of(
                    "the process of node %s knows no other nodes; start it with RTMANAGER_NODES=many first"
                            .formatted(names(others)));
        }
        return Optional.empty();
    }

    /**
     * Requires that a node was not given up since its process was admitted.
     *
     * @throws DependencyUnavailableException if it was
     */
    public static void requireWorking(List<Node> nodes, NodeId here) {
        retired(nodes, here)
                .ifPresent(node -> {
                    throw new DependencyUnavailableException(
                            Dependency.NODE,
                            "node %s was given up".formatted(NodeRefusal.name(node)),
                            null);
                });
    }

    /**
     * Requires the same of a node whose process begins to work among others, and that the node has
     * this name from then on: others may join it.
     *
     * @throws DependencyUnavailableException if it may not work
     */
    public void requireWorking(NodeId here, String name) {
        requireWorking(registry.nodes(), here);
        if (!registry.name(here, name)) {
            throw new DependencyUnavailableException(
                    Dependency.NODE, "another node is named %s by now".formatted(name), null);
        }
    }

    /** Nothing may be done to what is left of a node that was given up. */
    private Recognition working(Recognition recognition, List<Node> nodes) {
        return switch (recognition) {
            case Recognition.Refused _ -> recognition;
            case Recognition.Accepted(NodeId here) ->
                    retired(nodes, here).<Recognition>map(this::givenUp).orElse(recognition);
        };
    }

    private Recognition givenUp(Node node) {
        NodeRefusal why = NodeRefusal.givenUp(node);
        return refused(
                "%s: %s; %s; nothing was changed here: %s"
                        .formatted(why.part(), why.found(), left.apply(node.id()), why.advice()));
    }

    private static Recognition refused(String why) {
        return new Recognition.Refused(why);
    }

    private static Optional<Node> retired(List<Node> nodes, NodeId here) {
        return nodes.stream().filter(node -> node.id().equals(here) && !works(node)).findFirst();
    }

    private static boolean works(Node node) {
        return node.state() != NodeState.RETIRED;
    }

    private static String names(List<Node> nodes) {
        return NameList.of(nodes.stream().map(NodeRefusal::name).toList());
    }
}
