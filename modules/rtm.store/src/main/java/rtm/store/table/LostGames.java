package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Removed games whose container disappeared without a request; few, if any. */
final class LostGames {

    /** Their ids. A stop, a removal and a start change the snapshot. */
    static final String IDS =
            """
            SELECT lost.game_id FROM health_snapshots lost
                CROSS JOIN LATERAL (SELECT requested FROM endings
                    WHERE endings.game_id = lost.game_id
                    ORDER BY ended_at DESC, id DESC LIMIT 1) AS latest
                WHERE lost.status = 'container_disappeared' AND NOT latest.requested
            """;

    private static final String COUNT =
            "SELECT count(*) FROM runtime_records WHERE status = 'removed' AND game_id IN (%s)"
                    .formatted(IDS);

    private LostGames() {}

    static long count(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
