package rtm.store.table;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs statements in a transaction that is rolled back in any case. */
public final class RolledBack {

    private RolledBack() {}

    /** Statements on a connection. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    /**
     * Runs them.
     *
     * @throws SQLException the first failure: the pool may have closed the connection because of
     *     it, so that it cannot be rolled back
     */
    public static void run(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
        } catch (SQLException | RuntimeException first) {
            try {
                connection.rollback();
            } catch (SQLException closed) {
                first.addSuppressed(closed);
            }
            throw first;
        }
        connection.rollback();
    }
}
