package rtm.store;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.Duty;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.store.node.HolderTable;

/** The nodes among each other, in PostgreSQL. */
public final class PostgresNodes implements GamePlaces, NodeAdministration {

    private final Database database;
    private final NodeRegistry registry;

    /**
     * @param registry the same nodes; says where a new game would be started
     */
    PostgresNodes(Database database, NodeRegistry registry) {
        this.database = database;
        this.registry = registry;
    }

    @Override
    public Optional<Node> nodeOf(GameId gameId) {
        return database.call(
                "reading the node of game " + gameId,
                connection -> HolderTable.holder(connection, gameId));
    }

    @Override
    public Optional<Node> nodeForStart(GameId gameId) {
        NodeId chosen = registry.nodeFor(gameId);
        return registry.nodes().stream().filter(node -> node.id().equals(chosen)).findFirst();
    }

    @Override
    public List<NodeReport> reports() {
        return database.call(
                "listing the nodes",
                connection ->
                        HolderTable.reports(
                                connection,
                                DutyKey.kind(new Duty.OfNode(NodeId.FIRST)),
                                DutyKey.kind(new Duty.Intake())));
    }

    @Override
    public void setState(NodeId node, NodeState state) {
        database.change(
                "setting a node " + state.wire(),
                connection -> HolderTable.setState(connection, node, state));
    }

    @Override
    public boolean retire(NodeId node) {
        return database.inTransaction(
                "retiring a node",
                connection ->
                        HolderTable.retire(connection, node, DutyKey.kind(new Duty.OfNode(node))));
    }

    @Override
    public Moved move(GameId gameId, NodeId to) {
        return database.inTransaction(
                "moving game " + gameId, connection -> HolderTable.move(connection, gameId, to));
    }
}
