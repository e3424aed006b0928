package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import rtm.store.table.RolledBack;

/**
 * Takes the locks that an operation takes on the tables, and releases them: fails if a table is
 * gone, or if another session keeps it locked.
 */
final class TableLocks {

    /**
     * An operation writes the first, refers to a row of {@code nodes}, and reads whether games are
     * started. A vacuum locks a table for a moment.
     */
    private static final String LOCK =
            "SET LOCAL lock_timeout = '500ms';"
                    + " LOCK TABLE runtime_records, operation_log, health_snapshots, outbox,"
                    + " endings IN ROW EXCLUSIVE MODE;"
                    + " LOCK TABLE nodes IN ROW SHARE MODE;"
                    + " LOCK TABLE drain IN ACCESS SHARE MODE";

    private TableLocks() {}

    static void require(Connection connection) throws SQLException {
        RolledBack.run(
                connection,
                () -> {
                    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                        lock.execute();
                    }
                });
    }
}
