package rtm.store.table;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.UnreadableRowException;
import rtm.store.sql.SqlValues;

/**
 * Reads rows one by one, so that a row that cannot be read harms its own game only. Such a row is
 * named in the log once, counted each time, and skipped if others are read with it.
 */
public final class RowReader {

    private static final Log LOG = Log.of(RowReader.class);
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("table");

    /** More bad rows than this are only counted. */
    private static final int MOST_NAMED = 1_000;

    private final LongCounter unreadable;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    public RowReader(OpenTelemetry telemetry) {
        this.unreadable =
                telemetry
                        .getMeter("rtm.store")
                        .counterBuilder("rtmanager.rows.unreadable")
                        .setDescription("Times that a row of PostgreSQL could not be read")
                        .setUnit("{row}")
                        .build();
    }

    /**
     * A table as it is read.
     *
     * @param name its name
     * @param key the column that identifies a row
     * @param mapper reads one row
     */
    record Table<T>(String name, String key, Mapper<T> mapper) {}

    /** Reads one row; whatever it throws means that the row cannot be read. */
    @FunctionalInterface
    interface Mapper<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * What was read.
     *
     * @param values of the rows that could be read
     * @param skipped the keys of the others
     * @param lastKey the key of the last row, whether it could be read or not
     * @param count the number of rows
     */
    record Rows<T>(List<T> values, List<String> skipped, Optional<String> lastKey, int count) {}

    /** Reads all rows; skips those that cannot be read. */
    <T> Rows<T> all(Table<T> table, ResultSet rows) throws SQLException {
        List<T> values = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        Optional<String> lastKey = Optional.empty();
        int count = 0;
        while (rows.next()) {
            count++;
            String key = SqlValues.string(rows, table.key());
            lastKey = Optional.of(key);
            try {
                values.add(table.mapper().of(rows));
            } catch (SQLException | RuntimeException bad) {
                report(table, key, SqlValues.string(rows, "game_id"), bad);
                skipped.add(key);
            }
        }
        return new Rows<>(List.copyOf(values), skipped, lastKey, count);
    }

    /**
     * Reads the next row, if there is one.
     *
     * @throws UnreadableRowException if it cannot be read
     */
    <T> Optional<T> next(Table<T> table, ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        String key = SqlValues.string(rows, table.key());
        try {
            return Optional.of(table.mapper().of(rows));
        } catch (SQLException | RuntimeException bad) {
            String game = SqlValues.string(rows, "game_id");
            report(table, key, game, bad);
            throw new UnreadableRowException(
                    "row %s of table %s, of game %s, cannot be read: %s; an operator must repair it"
                            .formatted(key, table.name(), game, words(bad)),
                    bad);
        }
    }

    void report(Table<?> table, String key, String game, Exception bad) {
        unreadable.add(1, Attributes.of(TABLE, table.name()));
        boolean first = named.size() < MOST_NAMED && named.add(table.name() + " " + key);
        LOG.warnOnce(
                first,
                "row cannot be read, its game is left out",
                LogField.of("game_id", game),
                LogField.of("table", table.name()),
                LogField.of("row", key),
                LogField.of("error", words(bad)));
    }

    /** How many different rows could not be read so far, counted up to a bound. */
    int unreadable() {
        return named.size();
    }

    private static String words(Exception bad) {
        return String.valueOf(bad.getMessage());
    }
}
