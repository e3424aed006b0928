package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.store.sql.SqlValues;

/** {@code operation_log}, except for opening a row. */
public final class OperationLogTable {

    private static final int CHUNK = 500;

    private static final String SELECT = "SELECT " + OperationRow.COLUMNS + " FROM operation_log ";

    private static final String SELECT_OPEN = SELECT + "WHERE outcome = 'in_progress'";
    private static final String ON_NODE = " AND node_id = ?";
    private static final String AFTER = " AND id > ? ORDER BY id LIMIT ?";

    private static final String SELECT_RELATED =
            SELECT
                    + """
                    WHERE operation_id = ? OR source_ref = ANY (?)
                        OR (game_id = ? AND outcome = 'in_progress')
                    ORDER BY id
                    """;

    /** Selects an open row that this process owns. */
    private static final String OURS =
            " WHERE id = ? AND operation_id = ? AND owner = ? AND outcome = 'in_progress'";

    private static final String CLOSE =
            """
            UPDATE operation_log SET outcome = ?, error_code = ?, error_message = ?,
                container_id = ?, previous_image_ref = ?, finished_at = ?
            """
                    + OURS;

    private static final String IS_CLOSED =
            """
            SELECT FROM operation_log WHERE id = ? AND operation_id = ? AND owner = ?
                AND outcome <> 'in_progress' AND finished_at = ?
            """;

    private static final String TRANSFER =
            """
            UPDATE operation_log SET owner = ?
            WHERE id = ? AND operation_id = ? AND outcome = 'in_progress' AND owner = ANY (?)
                AND node_id = ?
            """
                    + "RETURNING "
                    + OperationRow.COLUMNS;

    private static final String DELETE = "DELETE FROM operation_log" + OURS;

    private OperationLogTable() {}

    /**
     * Some open rows, in the order in which they were opened; empty if there are no more.
     *
     * @param node those of this node only
     */
    public static OpenRows open(
            Connection connection, RowReader reader, Optional<NodeId> node, long after)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        SELECT_OPEN + (node.isPresent() ? ON_NODE : "") + AFTER)) {
            SqlValues.Parameters parameters = new SqlValues.Parameters(statement);
            if (node.isPresent()) {
                parameters.node(node.get());
            }
            parameters.number(after).number(CHUNK);
            try (ResultSet rows = statement.executeQuery()) {
                RowReader.Rows<OperationRow> read = reader.all(OperationRow.TABLE, rows);
                return new OpenRows(
                        read.values().stream().map(OperationRow::operation).toList(),
                        read.lastKey().filter(_ -> read.count() == CHUNK).map(Long::valueOf));
            }
        }
    }

    /**
     * Some open rows.
     *
     * @param operations those that could be read
     * @param next where the next chunk begins: after this row; empty if this is the last chunk
     */
    public record OpenRows(List<OpenOperation> operations, Optional<Long> next) {}

    /** The rows that can conflict with a request: its own, its job's, its game's open one. */
    static List<OperationRow> related(
            Connection connection, RowReader reader, OpenOperation wanted, List<String> references)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_RELATED)) {
            new SqlValues.Parameters(statement)
                    .uuid(wanted.id().value())
                    .texts(references.toArray())
                    .text(wanted.gameId().value());
            return rows(reader, statement);
        }
    }

    private static List<OperationRow> rows(RowReader reader, PreparedStatement statement)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<OperationRow> found = new ArrayList<>();
            Optional<OperationRow> row = reader.next(OperationRow.TABLE, rows);
            while (row.isPresent()) {
                found.add(row.get());
                row = reader.next(OperationRow.TABLE, rows);
            }
            return List.copyOf(found);
        }
    }

    /** Closes an open row that this process owns. */
    static boolean close(Connection connection, Completion completion) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLOSE)) {
            OutcomeColumns closing = OutcomeColumns.of(completion.verdict());
            SqlValues.Parameters parameters =
                    new SqlValues.Parameters(statement)
                            .text(closing.outcome())
                            .text(closing.errorCode())
                            .text(closing.errorMessage())
                            .text(completion.container().map(ContainerId::value))
                            .text(completion.previousImage().map(ImageReference::value))
                            .time(completion.finishedAt());
            ours(parameters, completion.operation());
            return statement.executeUpdate() == 1;
        }
    }

    /** Whether this same completion has already closed the row. */
    static boolean isClosed(Connection connection, Completion completion) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_CLOSED)) {
            ours(new SqlValues.Parameters(statement), completion.operation())
                    .time(completion.finishedAt());
            return hasRow(statement);
        }
    }

    /**
     * Gives an open row to a new owner, if it belongs to the old or already to the new one, and has
     * not been moved to another node.
     */
    public static Optional<OpenOperation> transfer(
            Connection connection,
            RowReader reader,
            OpenOperation operation,
            BootId from,
            BootId to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRANSFER)) {
            new SqlValues.Parameters(statement)
                    .uuid(to.value())
                    .number(operation.row())
                    .uuid(operation.id().value())
                    .uuids(new Object[] {from.value(), to.value()})
                    .node(operation.node());
            return rows(reader, statement).stream().map(OperationRow::operation).findFirst();
        }
    }

    /** Removes an open row that this process owns. */
    public static boolean delete(Connection connection, OpenOperation operation)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            ours(new SqlValues.Parameters(statement), operation);
            return statement.executeUpdate() == 1;
        }
    }

    public static boolean exists(Connection connection, OpenOperation operation)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM operation_log WHERE id = ?")) {
            statement.setLong(1, operation.row());
            return hasRow(statement);
        }
    }

    private static SqlValues.Parameters ours(
            SqlValues.Parameters parameters, OpenOperation operation) throws SQLException {
        return parameters
                .number(operation.row())
                .uuid(operation.id().value())
                .uuid(operation.owner().value());
    }

    private static boolean hasRow(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }
}
