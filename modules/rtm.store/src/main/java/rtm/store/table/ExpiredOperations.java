package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.NodeId;
import rtm.domain.port.OperationRetention.Expired;
import rtm.domain.port.OperationRetention.Row;
import rtm.store.sql.SqlValues;

/** Finds and removes old rows of {@code operation_log}, some at a time, along the primary key. */
public final class ExpiredOperations {

    private static final int SOME = 500;

    private static final String SELECT =
            """
            SELECT id, source_ref, started_at < ? AS old,
                outcome <> 'in_progress' AND finished_at < ? AND node_id = ?
                AND operation_id <> ALL (?) AND coalesce(container_id, '') <> ALL (?)
                AND NOT EXISTS (SELECT FROM runtime_records AS record
                    WHERE record.game_id = page.game_id
                    AND record.current_container_id = page.container_id) AS expired
            FROM (SELECT * FROM operation_log WHERE id > ? ORDER BY id LIMIT ?) AS page ORDER BY id
            """;

    private static final String DELETE =
            "DELETE FROM operation_log WHERE id = ANY (?) AND outcome <> 'in_progress'";

    private ExpiredOperations() {}

    public static Expired find(
            Connection connection,
            NodeId node,
            long after,
            Instant closedBefore,
            List<ContainerClaim> existing)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement)
                    .time(closedBefore)
                    .time(closedBefore)
                    .node(node)
                    .uuids(
                            existing.stream()
                                    .flatMap(claim -> claim.operation().stream())
                                    .map(operation -> operation.value())
                                    .toArray())
                    .texts(existing.stream().map(claim -> claim.container().value()).toArray())
                    .number(after)
                    .number(SOME);
            try (ResultSet rows = statement.executeQuery()) {
                return expired(rows);
            }
        }
    }

    /** Rows are opened in the order of time: none follows that is older than a young one. */
    private static Expired expired(ResultSet rows) throws SQLException {
        List<Row> expired = new ArrayList<>();
        long last = 0;
        int count = 0;
        boolean old = false;
        while (rows.next()) {
            last = rows.getLong("id");
            count++;
            old = rows.getBoolean("old");
            if (rows.getBoolean("expired")) {
                expired.add(new Row(last, SqlValues.optionalString(rows, "source_ref")));
            }
        }
        return new Expired(expired, count == SOME && old ? Optional.of(last) : Optional.empty());
    }

    public static void delete(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            Object[] ids = rows.stream().map(Row::row).toArray();
            statement.setArray(1, Objects.requireNonNull(connection.createArrayOf("bigint", ids)));
            statement.executeUpdate();
        }
    }
}
