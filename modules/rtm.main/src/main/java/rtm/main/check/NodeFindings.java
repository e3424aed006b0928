package rtm.main.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.docker.DaemonInfo;
import rtm.domain.daemon.NodeAdmission;
import rtm.domain.model.Node;
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

    NodeFindings(Settings settings, PostgresInspection seen, DaemonInfo daemon) {
        this.settings = settings;
        this.node = settings.node();
        this.seen = seen;
        this.daemon = daemon;
    }

    /** All of them; with one node there is nothing to say. */
    List<Finding> all() {
        return node.many()
                ? amongOthers()
                : NodeAdmission.refusalAlone(seen.nodes())
                        .map(reason -> Finding.fail(ITEM, reason, ""))
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

    private Finding identity(String name) {
        boolean accept = settings.process().acceptDaemonChange();
        Optional<Node> named =
                seen.nodes().stream()
                        .filter(each -> each.name().equals(Optional.of(name)))
                        .findFirst();
        Optional<Node> here =
                seen.nodes().stream()
                        .filter(each -> each.daemon().equals(Optional.of(daemon.id())))
                        .findFirst();
        Optional<Node> known = here.or(() -> named);
        if (known.filter(each -> each.state() == NodeState.RETIRED).isPresent()) {
            return Finding.fail(
                    ITEM,
                    "node %s was given up".formatted(name),
                    "once no container of a game that moved away is left here, run \"rtmanager node"
                            + " open %s --emptied\" on another node; or let this machine join as a"
                                    .formatted(known.get().label())
                            + " new node, with a new Docker ID and another RTMANAGER_NODE_NAME");
        }
        if (here.flatMap(Node::name).filter(other -> !other.equals(name)).isPresent()) {
            return Finding.fail(
                    ITEM,
                    "this daemon is that of node %s".formatted(here.flatMap(Node::name).get()),
                    "set RTMANAGER_NODE_NAME to that: a node keeps its name");
        }
        if (here.isEmpty() && named.flatMap(Node::daemon).isPresent() && !accept) {
            return Finding.fail(
                    ITEM,
                    "node %s has Docker daemon %s, but daemon %s answers"
                            .formatted(name, named.flatMap(Node::daemon).get(), daemon.id()),
                    "choose another RTMANAGER_NODE_NAME, or set RTMANAGER_ACCEPT_ENGINE_CHANGE=true"
                            + " for one start if it takes that one's place");
        }
        return NodeAdmission.refusalAmong(seen.nodes(), daemon.id(), name, node.url(), accept)
                .map(reason -> Finding.fail(ITEM, reason, ""))
                .orElseGet(() ->
                        Finding.ok(
                                ITEM,
                                known.isPresent()
                                        ? "this is node " + name
                                        : "the next start adds or names node " + name));
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
