package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.RuntimeStore.Observed;

/**
 * Commits what was seen of a running engine, inside a transaction that whoever calls it opens and
 * ends.
 */
public final class ObserveHealth {

    /** Locks the record, so that an operation's commit comes before this or after it. */
    private static final String STILL_SO =
            """
            SELECT FROM runtime_records
            WHERE game_id = ? AND status = 'running' AND current_container_id = ? AND version = ?
            FOR SHARE
            """;

    private static final String WORKED_ON =
            "SELECT FROM operation_log WHERE game_id = ? AND outcome = 'in_progress'";

    private ObserveHealth() {}

    public static Observed run(Connection connection, HealthChange change) throws SQLException {
        RuntimeRecord record = change.record();
        if (!stillSo(connection, record) || workedOn(connection, record)) {
            return Observed.OUTDATED;
        }
        if (change.once() && SnapshotTable.says(connection, change.snapshot())) {
            return Observed.SAID_BEFORE;
        }
        SnapshotTable.store(connection, change.snapshot());
        OutboxTable.add(connection, change.messages(), change.snapshot().observedAt());
        return Observed.COMMITTED;
    }

    private static boolean stillSo(Connection connection, RuntimeRecord record)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STILL_SO)) {
            new SqlValues.Parameters(statement)
                    .text(record.gameId().value())
                    .text(record.state().containerId().map(ContainerId::value))
                    .number(record.version());
            return hasRow(statement);
        }
    }

    private static boolean workedOn(Connection connection, RuntimeRecord record)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WORKED_ON)) {
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
