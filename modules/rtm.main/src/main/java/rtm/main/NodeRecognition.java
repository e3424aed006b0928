package rtm.main;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import rtm.domain.daemon.DaemonIdentity;
import rtm.domain.daemon.NodeAdmission;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.node.LeftBehind;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.state.StateSurvey;
import rtm.main.settings.NodeSettings;
import rtm.main.settings.Settings;
import rtm.main.telemetry.BootFailure;

/** Finds the node that this process is on, and refuses one that it must not work on. */
final class NodeRecognition {

    private static final Log LOG = Log.of(NodeRecognition.class);

    private NodeRecognition() {}

    /**
     * Recognizes the node by its daemon, and adds it if it is new.
     *
     * @throws BootFailure if the process must not work there
     */
    static ThisNode recognize(Settings settings, Dependencies opened, EngineOwner owner) {
        ContainerQueries queries = new ContainerQueries(opened.docker(), opened.store(), owner);
        NodeAdmission admission =
                new NodeAdmission(
                        opened.store(),
                        here ->
                                new LeftBehind(
                                                here,
                                                () ->
                                                        queries.owned().stream()
                                                                .filter(container ->
                                                                        !owner.isForeign(container))
                                                                .toList(),
                                                opened.store())
                                        .words());
        return settings.node().many()
                ? amongOthers(settings, opened, admission)
                : alone(settings, opened, admission);
    }

    private static ThisNode alone(Settings settings, Dependencies opened, NodeAdmission admission) {
        List<Node> nodes = opened.store().nodes();
        NodeId here =
                accepted(
                        admission.alone(
                                nodes, opened.daemonId(), settings.process().acceptDaemonChange()));
        Runnable seen = () -> admission.requireAlone(here);
        return nodes.size() > 1 ? ThisNode.besideGivenUp(here, seen) : ThisNode.only(here, seen);
    }

    private static ThisNode amongOthers(
            Settings settings, Dependencies opened, NodeAdmission admission) {
        NodeSettings node = settings.node();
        String name =
                node.name()
                        .orElseThrow(() ->
                                new BootFailure(
                                        "nodes: the host name cannot be the name of a node; set RTMANAGER_NODE_NAME"));
        NodeCapacity capacity = capacity(node, opened.docker().describe().memory());
        NodeId here =
                accepted(
                        admission.amongOthers(
                                opened.daemonId(),
                                name,
                                node.url(),
                                settings.process().acceptDaemonChange(),
                                of -> otherRoot(opened, of)));
        LOG.info(
                "node recognized",
                LogField.of("node", here),
                LogField.of("name", name),
                LogField.of("url", node.url().map(URI::toString).orElse("")),
                LogField.of("memory_bytes", capacity.memory().bytes()),
                LogField.of("games_max", capacity.games()));
        node.otherPort(settings.http().port())
                .ifPresent(ports ->
                        LOG.warn(
                                "the url of this node may lead to another process",
                                LogField.of("error", ports),
                                LogField.of("advice", NodeSettings.OWN_URL)));
        return ThisNode.amongOthers(
                here,
                name,
                () -> {
                    admission.requireWorking(here, name);
                    opened.store().recordSeen(here, capacity, node.url());
                });
    }

    private static Optional<String> otherRoot(Dependencies opened, NodeId node) {
        return new StateSurvey(opened.store(), opened.folders(), opened.store(), node).otherRoot();
    }

    private static NodeId accepted(DaemonIdentity.Recognition recognition) {
        return switch (recognition) {
            case DaemonIdentity.Recognition.Accepted(NodeId node) -> node;
            case DaemonIdentity.Recognition.Refused(String reason) -> throw new BootFailure(reason);
        };
    }

    private static NodeCapacity capacity(NodeSettings node, long memory) {
        return node.capacity(memory)
                .orElseThrow(() ->
                        new BootFailure(
                                "nodes: RTMANAGER_NODE_MEMORY_RESERVE keeps %d bytes from games, and the daemon's host has %d: nothing is left for games"
                                        .formatted(node.memoryReserve().bytes(), memory)));
    }
}
