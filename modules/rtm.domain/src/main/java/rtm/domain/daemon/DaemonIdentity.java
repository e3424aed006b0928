package rtm.domain.daemon;

import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.port.NodeRegistry;

/**
 * Prevents comparing the records with a different Docker daemon than the one they are about: on it,
 * every game would seem to have disappeared.
 */
public final class DaemonIdentity {

    private static final Log LOG = Log.of(DaemonIdentity.class);

    private final NodeRegistry registry;

    /** Compares with the ID in the registry. */
    public DaemonIdentity(NodeRegistry registry) {
        this.registry = registry;
    }

    /** What a daemon is to the records. */
    public sealed interface Recognition {

        /**
         * It is the daemon of a node.
         *
         * @param node the node
         */
        record Accepted(NodeId node) implements Recognition {}

        /**
         * It is none that the records are about.
         *
         * @param reason for an operator
         */
        record Refused(String reason) implements Recognition {}
    }

    /**
     * Finds the node of a daemon; the first daemon ever is recorded as that of the first node.
     *
     * @param acceptChange whether a different daemon replaces the recorded one
     */
    public Recognition recognize(String daemonId, boolean acceptChange) {
        Optional<NodeId> node = registry.nodeOf(daemonId);
        if (node.isPresent()) {
            return new Recognition.Accepted(node.orElseThrow());
        }
        Optional<String> recorded = registry.recordedDaemon(NodeId.FIRST);
        if (recorded.isPresent() && !acceptChange) {
            return new Recognition.Refused(
                    ("docker: the daemon's ID is %s, but the records are about daemon %s, so"
                                    + " every game would seem to have disappeared; point"
                                    + " RTMANAGER_DOCKER_HOST at that daemon, or set"
                                    + " RTMANAGER_ACCEPT_ENGINE_CHANGE=true once")
                            .formatted(daemonId, recorded.orElseThrow()));
        }
        return record(NodeId.FIRST, daemonId, recorded);
    }

    private Recognition record(NodeId node, String daemonId, Optional<String> before) {
        registry.recordDaemon(node, daemonId);
        LOG.info(
                "docker daemon recorded",
                LogField.of("engine_id", daemonId),
                LogField.of("before", before.orElse("")));
        return new Recognition.Accepted(node);
    }

    /**
     * Carries out what a daemon is among several nodes, which have names; adds a node for a name
     * that is new. The first daemon ever is that of the first node. A node that worked without a
     * name gets it when its process begins to work: until then another one may, which knows no
     * other nodes.
     *
     * @param claim what it is, as was decided
     * @param name the node's name
     */
    Recognition carryOut(NodeClaim claim, String daemonId, String name) {
        return switch (claim) {
            case NodeClaim.Known(Node node) -> new Recognition.Accepted(node.id());
            case NodeClaim.Replaces(Node node) ->
                    node.name().isPresent() || registry.name(node.id(), name)
                            ? record(node.id(), daemonId, node.daemon())
                            : taken(daemonId, name);
            case NodeClaim.New _ -> add(daemonId, name);
            case NodeClaim.Misnamed(Node node) -> refused(NodeRefusal.misnamed(node, name));
            case NodeClaim.GivenUp(Node node) -> refused(NodeRefusal.givenUp(node));
            case NodeClaim.Refused(NodeRefusal why) -> refused(why);
        };
    }

    private Recognition add(String daemonId, String name) {
        Optional<NodeId> added = registry.add(name, daemonId);
        added.ifPresent(node ->
                LOG.info(
                        "node added",
                        LogField.of("node", node),
                        LogField.of("name", name),
                        LogField.of("engine_id", daemonId)));
        return added.<Recognition>map(Recognition.Accepted::new)
                .orElseGet(() -> taken(daemonId, name));
    }

    /** Another process was faster. */
    private static Recognition taken(String daemonId, String name) {
        return refused(NodeRefusal.nameTaken(daemonId, name));
    }

    private static Recognition refused(NodeRefusal why) {
        return new Recognition.Refused(why.text());
    }

    /**
     * Checks that a daemon is that of this node, if one is recorded.
     *
     * @throws DependencyUnavailableException if it is a different one
     */
    public void require(NodeId node, String daemonId) {
        if (registry.nodeOf(daemonId).equals(Optional.of(node))) {
            return;
        }
        Optional<String> recorded = registry.recordedDaemon(node);
        if (recorded.isPresent()) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "the daemon's ID is %s, but the records are about daemon %s; it is not used"
                            .formatted(daemonId, recorded.orElseThrow()),
                    null);
        }
    }
}
