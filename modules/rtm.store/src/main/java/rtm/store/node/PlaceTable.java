package rtm.store.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.RuntimeRecord;
import rtm.store.sql.SqlValues;

/** Where engines are, in {@code runtime_records}: only with several nodes. */
public final class PlaceTable {

    /** A row that says so already is not written. */
    private static final String STORE =
            """
            UPDATE runtime_records SET memory_bytes = ?, engine_address = ?
            WHERE game_id = ? AND status = 'running' AND current_container_id = ?
                AND (memory_bytes IS DISTINCT FROM ? OR engine_address IS DISTINCT FROM ?)
            """;

    private PlaceTable() {}

    /** Stores it, if that container is still the recorded one. */
    public static void store(Connection connection, RuntimeRecord record, EnginePlace place)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new SqlValues.Parameters(statement)
                    .number(place.memory())
                    .text(place.address())
                    .text(record.gameId().value())
                    .text(record.state().containerId().map(ContainerId::value))
                    .number(place.memory())
                    .text(place.address());
            statement.executeUpdate();
        }
    }
}
