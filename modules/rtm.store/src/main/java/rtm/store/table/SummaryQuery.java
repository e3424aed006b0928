package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.WireName;
import rtm.domain.overview.Condition;
import rtm.domain.port.StoreOverview.Summary;
import rtm.store.sql.SqlValues;

/** Counts what the status shows: eight small statements, and one more if a game is unwell. */
public final class SummaryQuery {

    private static final String HEALTH =
            """
            SELECT h.status, count(*) AS count
            FROM runtime_records r JOIN health_snapshots h USING (game_id)
            WHERE r.status IN ('running', 'stopped') GROUP BY h.status
            """;

    private static final String OPEN =
            "SELECT "
                    + OperationRow.COLUMNS
                    + """
                    , count(*) OVER () AS open
                    FROM operation_log WHERE outcome = 'in_progress' ORDER BY started_at, id LIMIT ?
                    """;

    private static final RowReader.Table<OpenRow> OPEN_ROWS =
            new RowReader.Table<>("operation_log", "id", OpenRow::of);

    private SummaryQuery() {}

    public static Summary run(Connection connection, RowReader reader, int most)
            throws SQLException {
        List<OpenOperation> oldest = new ArrayList<>();
        long open = open(connection, reader, most, oldest);
        Map<HealthStatus, Long> health = health(connection);
        long lost = UnwellGames.countLost(connection);
        boolean anyUnwell = lost > 0 || health.keySet().stream().anyMatch(Condition::isUnwell);
        return new Summary(
                TallyQuery.run(connection),
                health,
                lost,
                anyUnwell ? UnwellGames.read(connection, reader, most) : List.of(),
                open,
                oldest,
                UnstartedGames.read(connection, reader, most),
                LeaderQuery.run(connection),
                StandbyQuery.run(connection),
                DrainTable.read(connection),
                reader.unreadable());
    }

    private static Map<HealthStatus, Long> health(Connection connection) throws SQLException {
        Map<HealthStatus, Long> counts = new EnumMap<>(HealthStatus.class);
        try (PreparedStatement statement = connection.prepareStatement(HEALTH);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long count = rows.getLong("count");
                WireName.parse(HealthStatus.class, SqlValues.string(rows, "status"))
                        .ifPresent(status -> counts.put(status, count));
            }
        }
        return counts;
    }

    private static long open(
            Connection connection, RowReader reader, int most, List<OpenOperation> oldest)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            new SqlValues.Parameters(statement).number(most);
            try (ResultSet rows = statement.executeQuery()) {
                List<OpenRow> open = reader.all(OPEN_ROWS, rows).values();
                open.forEach(row -> oldest.add(row.operation()));
                return open.isEmpty() ? 0 : open.getFirst().all();
            }
        }
    }

    /**
     * One of the open rows.
     *
     * @param operation the row
     * @param all how many open rows there are
     */
    private record OpenRow(OpenOperation operation, long all) {

        static OpenRow of(ResultSet row) throws SQLException {
            return new OpenRow(OperationRow.of(row).operation(), row.getLong("open"));
        }
    }
}
