package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.WireName;
import rtm.store.sql.SqlValues;

/** {@code health_snapshots}. */
public final class SnapshotTable {

    private static final String STORE =
            """
            INSERT INTO health_snapshots (game_id, container_id, status, source, details,
                observed_at)
            VALUES (?, ?, ?, ?, ?::jsonb, ?)
            ON CONFLICT (game_id) DO UPDATE SET container_id = excluded.container_id,
                status = excluded.status, source = excluded.source, details = excluded.details,
                observed_at = excluded.observed_at
            """;

    static final String SELECT =
            """
            SELECT game_id, container_id, status, source,
                CASE WHEN length(details::text) <= 65536 THEN details::text END AS details,
                observed_at
            FROM health_snapshots
            """;

    private static final String SELECT_ONE = SELECT + "WHERE game_id = ?";

    private static final String SAME =
            """
            SELECT FROM health_snapshots
            WHERE game_id = ? AND container_id = ? AND status = ? AND details = ?::jsonb
            """;

    static final RowReader.Table<HealthSnapshot> TABLE =
            new RowReader.Table<>("health_snapshots", "game_id", SnapshotTable::snapshot);

    private SnapshotTable() {}

    /** A row that cannot be read counts as missing: the next observation replaces it. */
    public static Optional<HealthSnapshot> find(
            Connection connection, RowReader reader, GameId gameId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ONE)) {
            statement.setString(1, gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                return reader.all(TABLE, rows).values().stream().findFirst();
            }
        }
    }

    static HealthSnapshot snapshot(ResultSet row) throws SQLException {
        return new HealthSnapshot(
                new GameId(SqlValues.string(row, "game_id")),
                SqlValues.optionalValue(row, "container_id", ContainerId::new),
                WireName.require(HealthStatus.class, SqlValues.string(row, "status")),
                WireName.require(HealthSource.class, SqlValues.string(row, "source")),
                SqlValues.string(row, "details"),
                SqlValues.instant(row, "observed_at"));
    }

    /**
     * Whether the stored row has the same status and details for the same container; source and
     * time are not compared.
     */
    static boolean isSame(Connection connection, HealthSnapshot seen) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAME)) {
            new SqlValues.Parameters(statement)
                    .text(seen.gameId().value())
                    .text(seen.container().map(ContainerId::value))
                    .text(seen.status().wire())
                    .text(SqlValues.json(seen.details()));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    static void store(Connection connection, HealthSnapshot seen) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new SqlValues.Parameters(statement)
                    .text(seen.gameId().value())
                    .text(seen.container().map(ContainerId::value))
                    .text(seen.status().wire())
                    .text(seen.source().wire())
                    .text(SqlValues.json(seen.details()))
                    .time(seen.observedAt());
            statement.executeUpdate();
        }
    }
}
