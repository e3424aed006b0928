package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import rtm.store.table.RolledBack;

/**
 * Takes the lock that every write takes on each of the tables, and releases it: fails if a table is
 * gone, or if another session keeps it locked.
 */
final class TableLocks {

    /** A vacuum locks a table for a moment. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '500ms'";

    private static final String LOCK =
            "LOCK TABLE runtime_records, operation_log, health_snapshots, outbox"
                    + " IN ROW EXCLUSIVE MODE";

    private TableLocks() {}

    static void require(Connection connection) throws SQLException {
        RolledBack.run(
                connection,
                () -> {
                    try (PreparedStatement patience = connection.prepareStatement(PATIENCE);
                            PreparedStatement lock = connection.prepareStatement(LOCK)) {
                        patience.execute();
                        lock.execute();
                    }
                });
    }
}
