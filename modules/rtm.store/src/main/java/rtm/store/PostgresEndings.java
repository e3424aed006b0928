package rtm.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.port.EndingStore;
import rtm.store.table.EndingTable;

/** The endings in PostgreSQL. */
final class PostgresEndings implements EndingStore {

    private final Database database;

    PostgresEndings(Database database) {
        this.database = database;
    }

    @Override
    public void save(NodeId node, Ending ending, Optional<EndingOutput> output) {
        database.change(
                "storing an ending of game " + ending.gameId(),
                connection -> EndingTable.save(connection, node, ending, output));
    }

    @Override
    public Optional<EndingEntry> last(ContainerId container) {
        return database.call(
                "reading the last ending of a container",
                connection -> EndingTable.last(connection, container));
    }

    @Override
    public List<EndingEntry> recent(GameId gameId, Optional<Long> before, int limit) {
        return database.call(
                "reading the endings of game " + gameId,
                connection -> EndingTable.recent(connection, gameId, before, limit));
    }

    @Override
    public List<EndingEntry> withoutOutput(NodeId node, Optional<GameId> gameId, int limit) {
        return database.call(
                "listing the endings without output",
                connection -> EndingTable.withoutOutput(connection, node, gameId, limit));
    }

    @Override
    public void endedWithDaemon(ContainerId container, Instant endedAt) {
        database.change(
                "marking an ending",
                connection -> EndingTable.endedWithDaemon(connection, container, endedAt));
    }

    @Override
    public int deleteBefore(Instant time, int limit) {
        return database.write(
                "deleting old endings",
                connection -> EndingTable.deleteBefore(connection, time, limit));
    }
}
