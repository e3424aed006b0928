package rtm.store;

import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.rule.ClockSkew;
import rtm.store.node.DaemonTable;
import rtm.store.node.NodeTable;
import rtm.store.node.PlaceTable;
import rtm.store.sql.SqlValues;
import rtm.store.table.DatabaseTable;

/**
 * The result of an inspection of the database, which changes nothing: it applies no migration and
 * takes no lock.
 *
 * @param serverVersion PostgreSQL's version, as the server reports it
 * @param role the role of the login
 * @param database the database
 * @param migrationsMissing how many migrations the next boot would apply
 * @param recordedDaemon the ID of the Docker daemon that the records are about
 * @param nodes the nodes that work or did; empty before the migration that made them
 * @param engines one running engine of each node that has one, where there may be several
 * @param running the nodes that a game runs on, where there may be several
 * @param mostConnections how many connections the server allows to all its clients
 * @param databaseId the database's own id, if a migration already gave it one
 * @param writesRefused why the server takes no writes, if that is so
 * @param clockAhead how far the server's clock is ahead of this host's; corrected by the duration
 *     of the call
 */
public record PostgresInspection(
        String serverVersion,
        String role,
        String database,
        int migrationsMissing,
        Optional<String> recordedDaemon,
        List<Node> nodes,
        List<NodeEngine> engines,
        Set<NodeId> running,
        int mostConnections,
        Optional<UUID> databaseId,
        Optional<String> writesRefused,
        Duration clockAhead) {

    /** Keeps its own copies. */
    public PostgresInspection {
        nodes = List.copyOf(nodes);
        engines = List.copyOf(engines);
        running = Set.copyOf(running);
    }

    /** The migration that made the nodes. */
    private static final int NODES = 5;

    /** More nodes than anybody has. */
    private static final int MOST_NODES = 1_000;

    /** The migration that gave the database its id. */
    private static final int IDENTITY = 2;

    private static final String SERVER =
            """
            SELECT current_setting('server_version') AS version, clock_timestamp() AS now,
                current_setting('max_connections')::int AS connections
            """;

    /**
     * Inspects the database.
     *
     * @param clock this host's clock
     * @throws StoreOpenException in one sentence, if this service could not start with this
     *     database
     * @throws rtm.domain.model.DependencyUnavailableException if the server stops answering
     *     meanwhile
     */
    public static PostgresInspection of(StoreSettings settings, InstantSource clock) {
        try (Database database =
                Database.open(settings, new StatementSpans(OpenTelemetry.noop(), settings.dsn()))) {
            database.call(
                    "looking at its sessions",
                    _ -> {
                        PoolerCheck.sessionOfItsOwn(
                                        Connections.forPresence(
                                                settings.dsn(), PostgresPresence.DEADLINE),
                                        settings.dsn())
                                .close();
                        return true;
                    });
            return database.call("looking at the database", connection -> look(connection, clock));
        }
    }

    private static PostgresInspection look(Connection connection, InstantSource clock)
            throws SQLException {
        SchemaRights rights = SchemaRights.read(connection);
        rights.requireUse();
        List<Migration> known = Migration.all();
        int missing =
                rights.hasHistory()
                        ? SchemaHistory.compare(connection, known).missing()
                        : known.size();
        if (missing > 0) {
            rights.requireCreate();
        }
        Optional<String> engine =
                missing == known.size() ? Optional.empty() : DaemonTable.read(connection);
        List<Node> nodes = known.size() - missing < NODES ? List.of() : NodeTable.nodes(connection);
        boolean alone = nodes.stream().allMatch(node -> node.name().isEmpty());
        try (PreparedStatement statement = connection.prepareStatement(SERVER)) {
            Instant before = clock.instant();
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Instant answered = clock.instant();
                Instant now = row.getObject("now", OffsetDateTime.class).toInstant();
                return new PostgresInspection(
                        SqlValues.string(row, "version"),
                        rights.role(),
                        rights.database(),
                        missing,
                        engine,
                        nodes,
                        alone ? List.of() : PlaceTable.oneOfEach(connection, MOST_NODES),
                        alone ? Set.of() : PlaceTable.running(connection, MOST_NODES),
                        row.getInt("connections"),
                        known.size() - missing < IDENTITY
                                ? Optional.empty()
                                : Optional.of(DatabaseTable.id(connection)),
                        writesRefused(connection),
                        ClockSkew.ahead(before, now, answered));
            }
        }
    }

    private static Optional<String> writesRefused(Connection connection) throws SQLException {
        try {
            WriteCheck.require(connection);
            return Optional.empty();
        } catch (SQLException refused) {
            if (WriteCheck.READ_ONLY.equals(refused.getSQLState())) {
                return Optional.ofNullable(refused.getMessage());
            }
            throw refused;
        }
    }
}
