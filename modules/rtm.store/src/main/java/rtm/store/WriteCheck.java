package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks a server whether it accepts writes, without changing anything. */
final class WriteCheck {

    /** The SQLSTATE of a write that a read-only server refuses. */
    static final String READ_ONLY = "25006";

    static final String STANDBY =
            "the server is a read-only standby; the DSN must name the primary";

    private static final String SETTING =
            "the server takes no writes: default_transaction_read_only is on";

    private static final String ASK =
            "SELECT pg_is_in_recovery() AS standby,"
                    + " current_setting('transaction_read_only') = 'on' AS read_only";

    private WriteCheck() {}

    /**
     * @throws SQLException with the SQLSTATE of a refused write, if the server is read-only
     */
    static void require(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ASK);
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getBoolean("standby")) {
                throw new SQLException(STANDBY, READ_ONLY);
            }
            if (row.getBoolean("read_only")) {
                throw new SQLException(SETTING, READ_ONLY);
            }
        }
    }
}
