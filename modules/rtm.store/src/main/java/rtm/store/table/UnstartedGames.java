package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import rtm.domain.model.OperationEntry;
import rtm.domain.port.StoreOverview;
import rtm.store.sql.SqlValues;

/** Games without a record, whose latest start failed; few, if any. */
final class UnstartedGames {

    private static final String SELECT =
            OperationHistory.SELECT
                    + """
                    AS latest
                    WHERE op_kind = 'start' AND outcome = 'failure'
                        AND id > (SELECT max(id) FROM operation_log) - ?
                        AND NOT EXISTS (SELECT FROM runtime_records
                            WHERE runtime_records.game_id = latest.game_id)
                        AND NOT EXISTS (SELECT FROM operation_log AS later
                            WHERE later.game_id = latest.game_id AND later.op_kind = 'start'
                                AND later.id > latest.id)
                    ORDER BY id DESC LIMIT ?
                    """;

    private UnstartedGames() {}

    /** Their latest starts, newest first. */
    static List<OperationEntry> read(Connection connection, RowReader reader, int most)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement).number(StoreOverview.RECENT_ROWS).number(most);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.all(OperationHistory.TABLE, rows).values();
            }
        }
    }
}
