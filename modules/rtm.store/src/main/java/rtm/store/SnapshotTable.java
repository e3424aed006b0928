package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthSnapshot;

/** {@code health_snapshots}. */
final class SnapshotTable {

    private static final String STORE =
            """
            INSERT INTO health_snapshots (game_id, container_id, status, source, details,
                observed_at)
            VALUES (?, ?, ?, ?, ?::jsonb, ?)
            ON CONFLICT (game_id) DO UPDATE SET container_id = excluded.container_id,
                status = excluded.status, source = excluded.source, details = excluded.details,
                observed_at = excluded.observed_at
            """;

    private SnapshotTable() {}

    static void store(Connection connection, HealthSnapshot seen) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new Values.Parameters(statement)
                    .text(seen.gameId().value())
                    .text(seen.container().map(ContainerId::value))
                    .text(seen.status().wire())
                    .text(seen.source().wire())
                    .text(Values.json(seen.details()))
                    .time(seen.observedAt());
            statement.executeUpdate();
        }
    }
}
