package rtm.main.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import rtm.docker.DaemonInfo;
import rtm.domain.daemon.NodeAdmission;
import rtm.domain.daemon.NodeClaim;
import rtm.domain.daemon.NodeRefusal;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.main.settings.NodeSettings;
import rtm.main.settings.Settings;
import rtm.store.PostgresInspection;

/** What the nodes in the database say about a start with these settings on this daemon. */
final class NodeFindings {

    private static final String ITEM = "node";
    private static final long MIB = 1L << 20;

    /** Beside its pool, each process has a connection for its locks and one for signals. */
    private static final int CONNECTIONS_BESIDE = 2;

    private final Settings settings;
    private final NodeSettings node;
    private final PostgresInspection seen;
    private final DaemonInfo daemon;
    private final Function<NodeId, Optional<String>> otherRoot;

    /**
     * @param otherRoot why the state root of this machine is not that of a node, if it is not
     */
    NodeFindings(
            Settings settings,
            PostgresInspection seen,
            DaemonInfo daemon,
            Function<NodeId, Optional<String>> otherRoot) {
        this.settings = settings;
        this.node = settings.node();
        this.seen = seen;
        this.daemon = daemon;
        this.otherRoot = otherRoot;
    }

    /** All of them; with one node there is nothing to say. */
    List<Finding> all() {
        return node.many()
                ? amongOthers()
                : NodeAdmission.refusalAlone(seen.nodes(), daemon.id())
                        .map(NodeFindings::refused)
                        .stream()
                        .toList();
    }

    private List<Finding> amongOthers() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                node.name()
                        .map(this::identity)
                        .orElseGet(() ->
                                Finding.fail(
                                        ITEM,
                                        "the host name cannot be the name of a node",
                                        "set RTMANAGER_NODE_NAME")));
        node.otherPort(settings.http().port())
                .map(ports -> Finding.warn(ITEM, ports, NodeSettings.OWN_URL))
                .ifPresent(findings::add);
        findings.add(memory());
        connections().ifPresent(findings::add);
        return findings;
    }

    /** As the start decides it. */
    private Finding identity(String name) {
        NodeClaim claim =
                NodeAdmission.claim(
                        seen.nodes(),
                        daemon.id(),
                        name,
                        node.url(),
                        settings.process().acceptDaemonChange(),
                        otherRoot);
        return NodeAdmission.refusal(claim, name, otherRoot)
                .map(NodeFindings::refused)
                .orElseGet(() -> Finding.ok(ITEM, accepted(claim, name)));
    }

    private static Finding refused(NodeRefusal why) {
        return Finding.fail(ITEM, why.found(), why.advice());
    }

    private static String accepted(NodeClaim claim, String name) {
        return claim instanceof NodeClaim.Known(Node here)
                ? here.name().isPresent()
                        ? "this is node " + name
                        : "this is node number %s, and the next start names it %s"
                                .formatted(here.id(), name)
                : "the next start adds or names node " + name;
    }

    private Finding memory() {
        long all = daemon.memory();
        return node.capacity(all)
                .map(capacity ->
                        Finding.ok(
                                ITEM,
                                "games may use %d of %d MiB"
                                        .formatted(capacity.memory().bytes() / MIB, all / MIB)))
                .orElseGet(() ->
                        Finding.fail(
                                ITEM,
                                "of %d MiB, RTMANAGER_NODE_MEMORY_RESERVE leaves nothing for games"
                                        .formatted(all / MIB),
                                "set it to less"));
    }

    private Optional<Finding> connections() {
        long nodes =
                Math.max(
                        1,
                        seen.nodes().stream()
                                .filter(each -> each.state() != NodeState.RETIRED)
                                .count());
        int each = settings.store().maxOpenConnections() + CONNECTIONS_BESIDE;
        return nodes * each < seen.mostConnections()
                ? Optional.empty()
                : Optional.of(
                        Finding.warn(
                                ITEM,
                                "%d nodes may use %d connections each, and PostgreSQL allows %d to all"
                                        .formatted(nodes, each, seen.mostConnections()),
                                "raise max_connections, or lower RTMANAGER_POSTGRES_MAX_OPEN_CONNS"
                                        + " on every node"));
    }
}
