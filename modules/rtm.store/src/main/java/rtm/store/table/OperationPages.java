package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;

/** Reads the operation log of all games in pages, newest first. */
public final class OperationPages {

    /** The numbers of rows follow the order in which they were opened. */
    private static final String OF_ALL = "WHERE id < ? %s ORDER BY id DESC LIMIT ?";

    /** Sorts the rows of the game, instead of looking for them along the primary key. */
    private static final String OF_ONE =
            "WHERE id < ? %s AND game_id = ? ORDER BY id + 0 DESC LIMIT ?";

    private static final String IN_PROGRESS = "AND outcome = 'in_progress'";

    private OperationPages() {}

    /** Reads on in place of rows that cannot be read: a shorter page is the last one. */
    public static List<OperationEntry> read(
            Connection connection,
            RowReader reader,
            OperationFilter filter,
            Optional<Long> before,
            int limit)
            throws SQLException {
        List<OperationEntry> entries = new ArrayList<>();
        long from = before.orElse(Long.MAX_VALUE);
        boolean more = true;
        while (more && entries.size() < limit) {
            int most = limit - entries.size();
            RowReader.Rows<OperationEntry> read = read(connection, reader, filter, from, most);
            entries.addAll(read.values());
            more = read.count() == most;
            from = read.lastKey().map(Long::valueOf).orElse(from);
        }
        return List.copyOf(entries);
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
