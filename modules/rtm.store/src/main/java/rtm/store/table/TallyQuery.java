package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.WireName;
import rtm.domain.port.StoreTally;
import rtm.store.sql.SqlValues;

/** Counts the records and the outbox in one query. */
final class TallyQuery {

    private static final String OUTBOX = "outbox";

    private static final String COUNT =
            """
            SELECT 'outbox' AS what, count(*) AS count, min(created_at) AS oldest FROM outbox
            UNION ALL
            SELECT status, count(*), NULL FROM runtime_records GROUP BY status
            """;

    private TallyQuery() {}

    static StoreTally run(Connection connection) throws SQLException {
        Map<RuntimeStatus, Long> records = new EnumMap<>(RuntimeStatus.class);
        long pending = 0;
        Optional<Instant> oldest = Optional.empty();
        try (PreparedStatement statement = connection.prepareStatement(COUNT);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String what = SqlValues.string(rows, "what");
                if (what.equals(OUTBOX)) {
                    pending = rows.getLong("count");
                    oldest = SqlValues.optionalInstant(rows, "oldest");
                } else {
                    records.put(WireName.require(RuntimeStatus.class, what), rows.getLong("count"));
                }
            }
        }
        return new StoreTally(records, pending, oldest);
    }
}
