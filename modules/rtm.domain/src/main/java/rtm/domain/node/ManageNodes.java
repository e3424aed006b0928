package rtm.domain.node;

import java.util.List;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.text.NameList;

/** What operators see and say of nodes. */
public final class ManageNodes {

    private static final Log LOG = Log.of(ManageNodes.class);

    /** Others may change a node between a look and a change, but not every time. */
    private static final int ATTEMPTS = 10;

    private final RuntimeStore store;
    private final NodeRegistry registry;
    private final NodeAdministration nodes;
    private final GiveUpNode givingUp;
    private final LeftBehind left;
    private final boolean alone;

    /**
     * @param store all games, not those of one node
     * @param givingUp settles what a retired node leaves
     * @param left what is left on this node
     * @param alone whether this process knows no other nodes
     */
    public ManageNodes(
            RuntimeStore store,
            NodeRegistry registry,
            NodeAdministration nodes,
            GiveUpNode givingUp,
            LeftBehind left,
            boolean alone) {
        this.store = store;
        this.registry = registry;
        this.nodes = nodes;
        this.givingUp = givingUp;
        this.left = left;
        this.alone = alone;
    }

    /** All nodes and what is there now. */
    public List<NodeReport> reports() {
        return nodes.reports();
    }

    /** The node that a game's record names, and what is there now; empty without a record. */
    public List<NodeReport> reports(GameId gameId) {
        return store.find(gameId)
                .map(record ->
                        nodes.reports().stream()
                                .filter(report -> report.node().id().equals(record.node()))
                                .toList())
                .orElse(List.of());
    }

    /**
     * Lets no new games come to a node; those that are there stay.
     *
     * @throws OperationException {@code not_found} or {@code conflict}
     */
    public Node close(String name, OperationSource by) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Node node = oneOfSeveral(name);
            if (node.state() == NodeState.RETIRED) {
                throw conflict("node %s is retired, so no games come to it".formatted(name));
            }
            if (nodes.setState(node.id(), node.state(), NodeState.CLOSED)) {
                return logged(node, NodeState.CLOSED, by);
            }
        }
        throw restless(name);
    }

    /**
     * Lets new games come to a node, also to one that was given up, if nothing is left there of
     * games that moved away: it would run twice. Not beside a process that knows no other nodes: it
     * could not start again.
     *
     * @param emptied whether somebody has looked at its machine and says so
     * @throws OperationException {@code not_found}, or {@code conflict} if something is left, or
     *     nobody knows
     */
    public Node open(String name, boolean emptied, OperationSource by) {
        NodeState asked = find(name).state();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Node node = find(name);
            requireNotAlone(node);
            if (node.state() == NodeState.RETIRED) {
                requireOpenable(node, asked, emptied);
            }
            if (nodes.setState(node.id(), node.state(), NodeState.OPEN)) {
                return logged(node, NodeState.OPEN, by);
            }
        }
        throw restless(name);
    }

    private void requireNotAlone(Node node) {
        if (alone && !node.id().equals(left.here())) {
            throw conflict(
                    "RTMANAGER_NODES is single here, so there is no other node beside this one; set it to many here first, then open node %s"
                            .formatted(node.label()));
        }
    }

    /** A node without a name has a process that knows no others, if it has one. */
    private void requireNobodyAlone(Node node) {
        registry.nodes().stream()
                .filter(other -> !other.id().equals(node.id()))
                .filter(other -> other.state() != NodeState.RETIRED && other.name().isEmpty())
                .findFirst()
                .ifPresent(other -> {
                    throw conflict(
                            "the process of node %s knows no other nodes; start it with RTMANAGER_NODES=many first, then open node %s"
                                    .formatted(other.label(), node.label()));
                });
    }

    private void requireOpenable(Node node, NodeState asked, boolean emptied) {
        if (asked != NodeState.RETIRED) {
            throw conflict(
                    "node %s was given up meanwhile; open it again if that is meant"
                            .formatted(node.label()));
        }
        requireNobodyAlone(node);
        if (!emptied) {
            requireEmpty(node);
        }
    }

    private void requireEmpty(Node node) {
        if (!node.id().equals(left.here())) {
            throw conflict(
                    "node %s was given up, and no process there says what is left on its Docker: remove the containers of games that moved away, then open it as emptied"
                            .formatted(node.label()));
        }
        List<String> names = left.names();
        if (!names.isEmpty()) {
            throw conflict(
                    "on the Docker of node %s are containers of games that moved away: %s; remove them first"
                            .formatted(node.label(), NameList.of(names)));
        }
    }

    /** The node of that name, if it was given up and only another process can look at it. */
    public Optional<Node> givenUpElsewhere(String name) {
        return Optional.of(find(name))
                .filter(_ -> !alone)
                .filter(node -> node.state() == NodeState.RETIRED)
                .filter(node -> !node.id().equals(left.here()));
    }

    private static Node logged(Node node, NodeState state, OperationSource by) {
        LOG.info(
                "node is " + state.wire() + " now",
                LogField.of("node", node.label()),
                LogField.of("was", node.state().wire()),
                LogField.of("op_source", by.wire()));
        return in(node, state);
    }

    private static Node in(Node node, NodeState state) {
        return new Node(
                node.id(),
                node.name(),
                node.daemon(),
                node.url(),
                state,
                node.capacity(),
                node.trouble(),
                node.seenAt());
    }

    /**
     * Gives a node up whose machine is off for good, and settles some of what it leaves. To be
     * called again while there is more.
     *
     * @throws OperationException {@code not_found}, or {@code conflict} while a process has it
     */
    public GiveUpNode.Settled retire(String name, OperationSource by) throws InterruptedException {
        Node node = oneOfSeveral(name);
        if (!nodes.retire(node.id())) {
            throw conflict(
                    "a process of node %s is at work; a node is given up only when its machine is off"
                            .formatted(name));
        }
        if (node.state() != NodeState.RETIRED) {
            LOG.warn(
                    "node is retired now",
                    LogField.of("node", node.label()),
                    LogField.of("was", node.state().wire()),
                    LogField.of("op_source", by.wire()));
        }
        return givingUp.settle(in(node, NodeState.RETIRED));
    }

    /**
     * Lets a game start on another node from now on. Its folder was copied there.
     *
     * @return the game's record
     * @throws OperationException {@code not_found} or {@code conflict}
     */
    public RuntimeRecord move(GameId gameId, String name, OperationSource by) {
        Node to = find(name);
        RuntimeRecord before = store.find(gameId).orElseThrow(() -> unknown(gameId));
        if (before.node().equals(to.id())) {
            return before;
        }
        switch (nodes.move(gameId, to.id())) {
            case DONE ->
                    LOG.info(
                            "game moved to another node",
                            LogField.of("game_id", gameId),
                            LogField.of("from", label(before)),
                            LogField.of("to", to.label()),
                            LogField.of("op_source", by.wire()));
            case UNKNOWN -> throw unknown(gameId);
            case RUNNING ->
                    throw conflict(
                            "game %s runs on node %s; stop it first"
                                    .formatted(gameId, label(before)));
            case BUSY -> throw conflict(busy(gameId, before));
            case RETIRED -> throw conflict("node %s is retired; open it first".formatted(name));
        }
        return store.find(gameId).orElseThrow(() -> unknown(gameId));
    }

    /** What nobody on a retired node will ever do is ended by retiring it again. */
    private String busy(GameId gameId, RuntimeRecord record) {
        String words = "game %s has an operation in progress".formatted(gameId);
        return holder(record)
                .filter(node -> node.state() == NodeState.RETIRED)
                .map(node ->
                        "%s on node %s, which is retired; retire that node again, which ends it"
                                .formatted(words, node.label()))
                .orElse(words);
    }

    private String label(RuntimeRecord record) {
        return holder(record).map(Node::label).orElse(record.node().toString());
    }

    private Optional<Node> holder(RuntimeRecord record) {
        return registry.nodes().stream()
                .filter(node -> node.id().equals(record.node()))
                .findFirst();
    }

    private Node oneOfSeveral(String name) {
        Node node = find(name);
        if (registry.nodes().size() == 1) {
            throw conflict("there is one node only");
        }
        if (alone && node.id().equals(left.here())) {
            throw conflict(
                    "RTMANAGER_NODES is single here, so node %s is the only one".formatted(name));
        }
        return node;
    }

    private Node find(String name) {
        return registry.nodes().stream()
                .filter(node -> node.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new OperationException(ErrorCode.NOT_FOUND, "no node has that name"));
    }

    private static OperationException unknown(GameId gameId) {
        return new OperationException(ErrorCode.NOT_FOUND, "no runtime of game " + gameId);
    }

    private static OperationException restless(String name) {
        return conflict("node %s was changed by others each time; try again".formatted(name));
    }

    private static OperationException conflict(String message) {
        return new OperationException(ErrorCode.CONFLICT, message);
    }
}
