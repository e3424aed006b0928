package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.WireName;
import rtm.domain.overview.Condition;
import rtm.domain.port.StoreOverview.End;
import rtm.domain.port.StoreOverview.UnwellGame;
import rtm.store.sql.SqlValues;

/** Games that somebody should look at; few, if any. */
final class UnwellGames {

    /**
     * The ids of lost games, if they are removed: their container disappeared without a request. A
     * stop, a removal and a start change the snapshot.
     */
    static final String LOST =
            """
            SELECT lost.game_id FROM health_snapshots lost
                CROSS JOIN LATERAL (SELECT requested FROM endings
                    WHERE endings.game_id = lost.game_id
                    ORDER BY ended_at DESC, id DESC LIMIT 1) AS latest
                WHERE lost.status = 'container_disappeared' AND NOT latest.requested
            """;

    private static final String COUNT_LOST =
            "SELECT count(*) FROM runtime_records WHERE status = 'removed' AND game_id IN (%s)"
                    .formatted(LOST);

    private static final String SEEN =
            """
            SELECT r.status AS record_status, r.started_at AS engine_started_at, h.*
            FROM runtime_records r JOIN (%s) h USING (game_id)
            """
                    .formatted(SnapshotTable.SELECT);

    private static final String STATUSES =
            Arrays.stream(HealthStatus.values())
                    .filter(Condition::isUnwell)
                    .map(status -> "'" + status.wire() + "'")
                    .collect(Collectors.joining(", "));

    /** The ends are looked for only of the games that are returned. */
    private static final String SELECT =
            """
            SELECT seen.*, latest.ended_at, latest.with_daemon, %s AS crashes
            FROM (
                (%s WHERE r.status IN ('running', 'stopped') AND h.status IN (%s))
                UNION ALL
                (%s WHERE r.status = 'removed' AND r.game_id IN (%s))
                ORDER BY observed_at DESC, game_id LIMIT ?) AS seen
            LEFT JOIN LATERAL (
                SELECT game_id, ended_at, with_daemon FROM endings
                WHERE endings.game_id = seen.game_id
                ORDER BY ended_at DESC, id DESC LIMIT 1) AS latest ON true
            ORDER BY seen.observed_at DESC, seen.game_id
            """
                    .formatted(GamePages.CRASHES, SEEN, STATUSES, SEEN, LOST);

    private static final RowReader.Table<UnwellGame> TABLE =
            new RowReader.Table<>("health_snapshots", "game_id", UnwellGames::of);

    private UnwellGames() {}

    static long countLost(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT_LOST);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The one that was last seen so comes first. */
    static List<UnwellGame> read(Connection connection, RowReader reader, int most)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement).number(most);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.all(TABLE, rows).values();
            }
        }
    }

    private static UnwellGame of(ResultSet row) throws SQLException {
        boolean withDaemon = row.getBoolean("with_daemon");
        int crashes = row.getInt("crashes");
        Optional<End> end =
                SqlValues.optionalInstant(row, "ended_at")
                        .map(at -> new End(at, withDaemon, crashes));
        return new UnwellGame(
                WireName.require(RuntimeStatus.class, SqlValues.string(row, "record_status")),
                SqlValues.instant(row, "engine_started_at"),
                SnapshotTable.snapshot(row),
                end);
    }
}
