package rtm.store;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.store.node.HolderTable;
import rtm.store.node.Placing;

/** The nodes among each other, in PostgreSQL. */
public final class PostgresNodes implements GamePlaces, NodeAdministration {

    private final Database database;
    private final Optional<Placing> placing;

    /**
     * @param placing says where a new game would be started, if there may be several nodes
     */
    PostgresNodes(Database database, Optional<Placing> placing) {
        this.database = database;
        this.placing = placing;
    }

    @Override
    public Optional<Node> nodeOf(GameId gameId) {
        return database.call(
                "reading the node of game " + gameId,
                connection -> HolderTable.holder(connection, gameId));
    }

    @Override
    public Optional<Node> nodeForStart(GameId gameId) {
        return placing.map(among ->
                database.call(
                        "looking for the node of game " + gameId,
                        connection -> among.nodeFor(connection, gameId)));
    }

    @Override
    public List<NodeReport> reports() {
        return database.call("listing the nodes", HolderTable::reports);
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
                "retiring a node", connection -> HolderTable.retire(connection, node));
    }

    @Override
    public Moved move(GameId gameId, NodeId to) {
        return database.inTransaction(
                "moving game " + gameId, connection -> HolderTable.move(connection, gameId, to));
    }
}
