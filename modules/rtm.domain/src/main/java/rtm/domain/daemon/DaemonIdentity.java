package rtm.domain.daemon;

import java.util.List;
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
     * Finds the node of a daemon among several, which have names; adds a node for a name that is
     * new. The first daemon ever is that of the first node. A node that worked without a name gets
     * it when its process begins to work: until then another one may, which knows no other nodes.
     *
     * @param name the node's name
     * @param acceptChange whether a different daemon replaces the recorded one
     */
    public Recognition recognizeAmongOthers(String daemonId, String name, boolean acceptChange) {
        List<Node> nodes = registry.nodes();
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
            return named.get().daemon().isEmpty() || acceptChange
                    ? record(named.get().id(), daemonId, named.get().daemon())
                    : refused(
                            daemonId,
                            "node %s has daemon %s".formatted(name, named.get().daemon().get()));
        }
        Optional<Node> unnamed =
                nodes.stream()
                        .filter(node -> node.name().isEmpty())
                        .filter(node -> node.daemon().isEmpty() || acceptChange)
                        .findFirst();
        if (unnamed.isPresent()) {
            return registry.name(unnamed.get().id(), name)
                    ? record(unnamed.get().id(), daemonId, unnamed.get().daemon())
                    : refused(daemonId, "another node is named %s by now".formatted(name));
        }
        Optional<NodeId> added = registry.add(name, daemonId);
        added.ifPresent(node ->
                LOG.info(
                        "node added",
                        LogField.of("node", node),
                        LogField.of("name", name),
                        LogField.of("engine_id", daemonId)));
        return added.<Recognition>map(Recognition.Accepted::new)
                .orElseGet(
                        () -> refused(daemonId, "another node is named %s by now".formatted(name)));
    }

    private static Recognition owned(
            Node node, Optional<Node> named, String daemonId, String name) {
        if (node.name().isEmpty() && named.isPresent()) {
            return refused(daemonId, "another node is named %s".formatted(name));
        }
        return node.name().orElse(name).equals(name)
                ? new Recognition.Accepted(node.id())
                : new Recognition.Refused(
                        "docker: the daemon is that of node %s, which is not named %s"
                                .formatted(node.name().orElse(node.id().toString()), name));
    }

    private static Recognition refused(String daemonId, String but) {
        return new Recognition.Refused(
                "docker: the daemon's ID is %s, but %s; set RTMANAGER_ACCEPT_ENGINE_CHANGE=true once if it takes that one's place"
                        .formatted(daemonId, but));
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
