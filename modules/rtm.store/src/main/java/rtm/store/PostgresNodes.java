package rtm.store;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.store.node.HolderTable;
import rtm.store.node.NodeTable;
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
    public Optional<NodeEngine> engineAt(InetAddress address, NodeId here) {
        return database.call(
                "looking for an engine by its address",
                connection -> HolderTable.engineAt(connection, address, here));
    }

    @Override
    public Optional<Node> named(String name) {
        return database.call("listing the nodes", NodeTable::nodes).stream()
                .filter(node -> node.label().equals(name))
                .findFirst();
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
        Optional<Duration> lostAfter = placing.map(Placing::lostAfter);
        return database.call(
                "listing the nodes", connection -> HolderTable.reports(connection, lostAfter));
    }

    @Override
    public boolean setState(NodeId node, NodeState before, NodeState after) {
        return database.call(
                "setting a node " + after.wire(),
                connection -> HolderTable.setState(connection, node, before, after));
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
