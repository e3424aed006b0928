package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import rtm.store.dsn.Dsn;

/**
 * Checks that a connection is a session of its own. A pooler in transaction mode, such as
 * PgBouncer, gives one session to many connections in turn: locks of a session would then mean
 * nothing, and two processes could both lead.
 */
final class PoolerCheck {

    private static final String BACKEND = "SELECT pg_backend_pid()";

    private PoolerCheck() {}

    /**
     * Opens two connections at the same time and compares their sessions.
     *
     * @return one of them, still open
     * @throws StoreOpenException if they are the same
     */
    static Connection sessionOfItsOwn(ServerDataSource source, Dsn dsn) throws SQLException {
        Connection one = source.getConnection();
        try (Connection other = source.getConnection()) {
            if (backend(one) == backend(other)) {
                throw new StoreOpenException(
                        "%s is a pooler that shares sessions between connections (two open connections have the same session), so locks do not work; connect to PostgreSQL itself, or set the pooler to session mode"
                                .formatted(dsn.server()),
                        null);
            }
            return one;
        } catch (SQLException | RuntimeException failed) {
            one.close();
            throw failed;
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BACKEND);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
