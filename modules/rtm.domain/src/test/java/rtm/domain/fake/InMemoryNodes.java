package rtm.domain.fake;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;

/** The nodes among each other, in a store in memory. */
public final class InMemoryNodes implements GamePlaces, NodeAdministration {

    private final InMemoryStore store;

    /** The nodes that have a process; a test changes it. */
    public final Set<NodeId> held = new HashSet<>();

    /** The node whose process reads the jobs; a test changes it. */
    public Optional<NodeId> reader = Optional.empty();

    InMemoryNodes(InMemoryStore store) {
        this.store = store;
    }

    private NodeState stateOf(NodeId id) {
        return store.nodes().stream()
                .filter(node -> node.id().equals(id))
                .map(Node::state)
                .findFirst()
                .orElse(NodeState.OPEN);
    }

    @Override
    public Optional<Node> nodeOf(GameId gameId) {
        Optional<NodeId> holder =
                store.find(gameId)
                        .map(RuntimeRecord::node)
                        .or(() -> open(gameId).map(OpenOperation::node));
        return holder.flatMap(
                id -> store.nodes().stream().filter(node -> node.id().equals(id)).findFirst());
    }

    @Override
    public Optional<NodeEngine> engineAt(InetAddress address, NodeId here) {
        return store
                .chunk(Optional.of(RuntimeStatus.RUNNING), Optional.empty(), 100_000)
                .records()
                .stream()
                .filter(record -> !record.node().equals(here))
                .filter(record -> store.works(record.node()))
                .flatMap(record ->
                        store.place(record.gameId()).stream()
                                .flatMap(place -> place.address().stream())
                                .filter(address.getHostAddress()::equals)
                                .map(at -> new NodeEngine(record.node(), record.gameId(), at)))
                .findFirst();
    }

    @Override
    public Optional<Node> named(String name) {
        return store.nodes().stream().filter(node -> node.label().equals(name)).findFirst();
    }

    private Optional<OpenOperation> open(GameId gameId) {
        return store.openOperations().stream()
                .filter(row -> row.gameId().equals(gameId))
                .findFirst();
    }

    @Override
    public List<NodeReport> reports() {
        return store.nodes().stream().map(this::report).toList();
    }

    private NodeReport report(Node node) {
        List<RuntimeRecord> there =
                store.chunkOn(node.id(), Optional.empty(), Optional.empty(), 100_000).records();
        Optional<Duration> unseen =
                store.loads().stream()
                        .filter(load -> load.id().equals(node.id()))
                        .flatMap(load -> load.unseen().stream())
                        .findFirst();
        return new NodeReport(
                node,
                held.contains(node.id()),
                reader.equals(Optional.of(node.id())),
                store.lostAfter().filter(after -> node.isLost(unseen, after)).isPresent(),
                unseen,
                there.stream()
                        .filter(record -> record.state() instanceof RuntimeState.Running)
                        .count(),
                there.size(),
                0);
    }

    @Override
    public boolean setState(NodeId node, NodeState before, NodeState after) {
        synchronized (store) {
            if (stateOf(node) != before) {
                return false;
            }
            store.state(node, after);
            return true;
        }
    }

    @Override
    public boolean retire(NodeId node) {
        store.nodes();
        if (held.contains(node)) {
            return false;
        }
        store.state(node, NodeState.RETIRED);
        return true;
    }

    @Override
    public Moved move(GameId gameId, NodeId to) {
        Optional<RuntimeRecord> record = store.find(gameId);
        if (record.isEmpty()) {
            return Moved.UNKNOWN;
        }
        if (open(gameId).isPresent()) {
            return Moved.BUSY;
        }
        if (record.orElseThrow().state() instanceof RuntimeState.Running) {
            return Moved.RUNNING;
        }
        if (stateOf(to) == NodeState.RETIRED) {
            return Moved.RETIRED;
        }
        RuntimeRecord before = record.orElseThrow();
        store.put(
                new RuntimeRecord(
                        gameId,
                        to,
                        withoutContainer(before.state()),
                        before.currentImage(),
                        before.engineEndpoint(),
                        before.statePath(),
                        before.dockerNetwork(),
                        before.startedAt(),
                        before.lastOpAt(),
                        before.createdAt(),
                        before.version() + 1));
        return Moved.DONE;
    }

    /** It stays where it is. */
    private static RuntimeState withoutContainer(RuntimeState state) {
        return state instanceof RuntimeState.Stopped
                ? new RuntimeState.Removed(state.whenStopped(), Instant.now())
                : state;
    }
}
