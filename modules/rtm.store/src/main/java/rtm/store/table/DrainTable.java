package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.Drain;
import rtm.domain.model.OperationSource;
import rtm.domain.model.WireName;
import rtm.store.sql.SqlValues;

/** {@code drain}, which has one row at most. */
public final class DrainTable {

    private static final String SELECT = "SELECT since, op_source FROM drain";

    private static final String INSERT =
            "INSERT INTO drain (since, op_source) VALUES (?, ?) ON CONFLICT (only_row) DO NOTHING";

    private DrainTable() {}

    public static Optional<Drain> read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(
                            new Drain(
                                    SqlValues.instant(rows, "since"),
                                    WireName.require(
                                            OperationSource.class,
                                            SqlValues.string(rows, "op_source"))))
                    : Optional.empty();
        }
    }

    /** Stores a drain, unless there is one, and returns the one that is stored. */
    public static Drain store(Connection connection, Drain requested) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            new SqlValues.Parameters(statement)
                    .time(requested.since())
                    .text(requested.source().wire());
            statement.executeUpdate();
        }
        return read(connection).orElse(requested);
    }

    public static boolean delete(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM drain")) {
            return statement.executeUpdate() > 0;
        }
    }
}
