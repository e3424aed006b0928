package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import rtm.store.dsn.Dsn;

/**
 * Checks that a connection is a session of its own. A pooler in transaction or statement mode, such
 * as PgBouncer, gives one session to many connections in turn: locks of a session would then mean
 * nothing, and two processes could both lead.
 */
final class PoolerCheck {

    private static final String BACKEND = "SELECT pg_backend_pid()";

    /** A pooler may take its idle sessions in turn, and so give the right one by chance. */
    private static final int LOOKS = 3;

    /**
     * With which PgBouncer refuses a transaction in statement mode, and a startup parameter that it
     * does not know.
     */
    static final String PROTOCOL_VIOLATION = "08P01";

    private PoolerCheck() {}

    /**
     * Opens two connections, and looks at the session of one while the other is in a transaction.
     *
     * @return one of them, still open
     * @throws StoreOpenException if it does not keep a session of its own
     */
    static Connection sessionOfItsOwn(ServerDataSource source, Dsn dsn) throws SQLException {
        Connection one = source.getConnection();
        try (Connection other = source.getConnection()) {
            if (!keepsItsSession(one, other)) {
                throw new StoreOpenException(
                        "%s is a pooler that shares sessions between connections, so locks do not work; connect to PostgreSQL itself, or set the pooler to session mode"
                                .formatted(dsn.server()),
                        null);
            }
            return one;
        } catch (SQLException | RuntimeException failed) {
            one.close();
            throw failed;
        }
    }

    private static boolean keepsItsSession(Connection one, Connection other) throws SQLException {
        int session = backend(one);
        other.setAutoCommit(false);
        try {
            for (int look = 0; look < LOOKS; look++) {
                // The transaction holds this session, so a pooler must give the other one
                // elsewhere.
                if (backend(other) == session || backend(one) != session) {
                    return false;
                }
                other.rollback();
            }
            return true;
        } catch (SQLException refused) {
            if (PROTOCOL_VIOLATION.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
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
