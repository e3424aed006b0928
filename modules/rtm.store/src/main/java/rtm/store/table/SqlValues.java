package rtm.store.table;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Converts values to PostgreSQL's types and back. */
public final class SqlValues {

    private static final Pattern NUL_ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private SqlValues() {}

    /** PostgreSQL stores microseconds; a finer time would differ from the stored one. */
    static OffsetDateTime time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Removes NUL, which PostgreSQL's text cannot contain. */
    public static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** The same for JSON, which may also contain NUL as an escape. */
    static String json(String json) {
        return NUL_ESCAPE.matcher(text(json)).replaceAll("$1");
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return optionalInstant(row, column).orElseThrow();
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public static String string(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    static Optional<String> optionalString(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class), column);
    }

    /** Fills the parameters of a statement one after the other. */
    public static final class Parameters {

        private final PreparedStatement statement;
        private int index;

        public Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        public Parameters text(String value) throws SQLException {
            statement.setString(++index, SqlValues.text(value));
            return this;
        }

        public Parameters text(Optional<String> value) throws SQLException {
            if (value.isPresent()) {
                return text(value.get());
            }
            statement.setNull(++index, Types.VARCHAR);
            return this;
        }

        Parameters number(long value) throws SQLException {
            statement.setLong(++index, value);
            return this;
        }

        Parameters uuid(UUID value) throws SQLException {
            statement.setObject(++index, value);
            return this;
        }

        Parameters time(Instant value) throws SQLException {
            statement.setObject(++index, SqlValues.time(value));
            return this;
        }

        Parameters time(Optional<Instant> value) throws SQLException {
            if (value.isPresent()) {
                return time(value.get());
            }
            statement.setNull(++index, Types.TIMESTAMP_WITH_TIMEZONE);
            return this;
        }

        public Parameters texts(Object[] values) throws SQLException {
            statement.setArray(++index, statement.getConnection().createArrayOf("text", values));
            return this;
        }

        Parameters texts(Optional<List<String>> values) throws SQLException {
            if (values.isPresent()) {
                return texts(values.get().toArray());
            }
            statement.setNull(++index, Types.ARRAY);
            return this;
        }

        Parameters flag(boolean value) throws SQLException {
            statement.setBoolean(++index, value);
            return this;
        }

        Parameters uuids(Object[] values) throws SQLException {
            statement.setArray(++index, statement.getConnection().createArrayOf("uuid", values));
            return this;
        }
    }
}
