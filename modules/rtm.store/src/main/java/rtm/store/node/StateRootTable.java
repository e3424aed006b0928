package rtm.store.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.NodeId;
import rtm.store.sql.SqlValues;

/** The state roots in {@code nodes}. */
public final class StateRootTable {

    private static final String SELECT = "SELECT state_root_id FROM nodes WHERE node_id = ?";

    /** The same call may be repeated after a lost answer. */
    private static final String STORE =
            """
            UPDATE nodes SET state_root_id = ?
            WHERE node_id = ? AND (state_root_id IS NOT DISTINCT FROM ? OR state_root_id = ?)
            """;

    private StateRootTable() {}

    public static Optional<UUID> read(Connection connection, NodeId node) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement).number(node.number());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.ofNullable(rows.getObject("state_root_id", UUID.class))
                        : Optional.empty();
            }
        }
    }

    /** Returns whether the root that was expected was still recorded, or this one is. */
    public static boolean store(Connection connection, NodeId node, Optional<UUID> before, UUID id)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new SqlValues.Parameters(statement)
                    .uuid(id)
                    .number(node.number())
                    .uuid(before)
                    .uuid(id);
            return statement.executeUpdate() == 1;
        }
    }
}
