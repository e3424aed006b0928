package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.RuntimeStore.Observed;
import rtm.store.sql.SqlValues;

/** Commits an observation of a running engine, inside the caller's transaction. */
public final class ObserveHealth {

    /** Locks the record, so that an operation's commit comes before this or after it. */
    private static final String UNCHANGED =
            """
            SELECT FROM runtime_records
            WHERE game_id = ? AND status = 'running' AND current_container_id = ? AND version = ?
            FOR SHARE
            """;

    private static final String OPEN_OPERATION =
            "SELECT FROM operation_log WHERE game_id = ? AND outcome = 'in_progress'";

    private ObserveHealth() {}

    public static Observed run(Connection connection, HealthChange change) throws SQLException {
        RuntimeRecord record = change.record();
        if (!isUnchanged(connection, record) || hasOpenOperation(connection, record)) {
            return Observed.OUTDATED;
        }
        if (change.once() && SnapshotTable.isSame(connection, change.snapshot())) {
            return Observed.ALREADY_REPORTED;
        }
        SnapshotTable.store(connection, change.snapshot());
        OutboxTable.add(connection, change.messages(), change.snapshot().observedAt());
        return Observed.COMMITTED;
    }

    private static boolean isUnchanged(Connection connection, RuntimeRecord record)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNCHANGED)) {
            new SqlValues.Parameters(statement)
                    .text(record.gameId().value())
                    .text(record.state().containerId().map(ContainerId::value))
                    .number(record.version());
            return hasRow(statement);
        }
    }

    private static boolean hasOpenOperation(Connection connection, RuntimeRecord record)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPEN_OPERATION)) {
            statement.setString(1, record.gameId().value());
            return hasRow(statement);
        }
    }

    private static boolean hasRow(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }
}
