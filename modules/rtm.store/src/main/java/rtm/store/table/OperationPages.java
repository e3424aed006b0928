package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.store.sql.SqlValues;

/** Reads the operation log of all games in pages, newest first. */
public final class OperationPages {

    /** The numbers of rows follow the order in which they were opened. */
    private static final String OF_ALL = "WHERE id < ? %s ORDER BY id DESC LIMIT ?";

    /** Sorts the rows of the game, instead of looking for them along the primary key. */
    private static final String OF_ONE =
            "WHERE id < ? %s AND game_id = ? ORDER BY id + 0 DESC LIMIT ?";

    private static final String IN_PROGRESS = "AND outcome = 'in_progress'";

    private OperationPages() {}

    public static List<OperationEntry> read(
            Connection connection,
            RowReader reader,
            OperationFilter filter,
            Optional<Long> before,
            int limit)
            throws SQLException {
        return FullPage.read(
                limit,
                (key, most) ->
                        read(
                                connection,
                                reader,
                                filter,
                                key.map(Long::valueOf).or(() -> before).orElse(Long.MAX_VALUE),
                                most));
    }

    private static RowReader.Rows<OperationEntry> read(
            Connection connection, RowReader reader, OperationFilter filter, long before, int limit)
            throws SQLException {
        String condition = filter.inProgress() ? IN_PROGRESS : "";
        String page = (filter.game().isPresent() ? OF_ONE : OF_ALL).formatted(condition);
        try (PreparedStatement statement =
                connection.prepareStatement(OperationHistory.SELECT + page)) {
            SqlValues.Parameters parameters = new SqlValues.Parameters(statement).number(before);
            if (filter.game().isPresent()) {
                parameters.text(filter.game().get().value());
            }
            parameters.number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.all(OperationHistory.TABLE, rows);
            }
        }
    }
}
