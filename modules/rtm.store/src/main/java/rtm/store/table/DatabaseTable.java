package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import rtm.store.sql.SqlValues;

/** {@code database_identity}, a table of one row that a migration writes. */
public final class DatabaseTable {

    private static final String SELECT = "SELECT database_id FROM database_identity";

    private DatabaseTable() {}

    public static UUID id(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("table database_identity has no row");
            }
            return SqlValues.uuid(rows, "database_id");
        }
    }
}
