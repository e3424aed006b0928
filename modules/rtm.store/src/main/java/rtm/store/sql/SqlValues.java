package rtm.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.NodeId;

/** Converts values to PostgreSQL's types and back. */
public final class SqlValues {

    private static final Pattern NUL_ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private static final int LAST_YEAR = 9999;

    private SqlValues() {}

    /** PostgreSQL stores microseconds; a finer time would differ from the stored one. */
    public static OffsetDateTime time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Removes NUL, which PostgreSQL's text cannot contain. */
    public static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** The same for JSON, which may also contain NUL as an escape. */
    public static String json(String json) {
        return NUL_ESCAPE.matcher(text(json)).replaceAll("$1");
    }

    /** A time that the contract can express: RFC 3339 has years of four digits. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return required(optionalInstant(row, column), column);
    }

    public static Optional<Instant> optionalInstant(ResultSet row, String column)
            throws SQLException {
        Optional<OffsetDateTime> time =
                Optional.ofNullable(row.getObject(column, OffsetDateTime.class));
        if (time.filter(at -> at.getYear() < 1 || at.getYear() > LAST_YEAR).isPresent()) {
            throw new IllegalArgumentException(column + " is an impossible time");
        }
        return time.map(OffsetDateTime::toInstant);
    }

    public static String string(ResultSet row, String column) throws SQLException {
        return required(optionalString(row, column), column);
    }

    public static Optional<String> optionalString(ResultSet row, String column)
            throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** A text with rules of its own. */
    public static <T> T value(ResultSet row, String column, Function<String, T> rules)
            throws SQLException {
        return value(string(row, column), column, rules);
    }

    public static <T> Optional<T> optionalValue(
            ResultSet row, String column, Function<String, T> rules) throws SQLException {
        return optionalString(row, column).map(text -> value(text, column, rules));
    }

    private static <T> T value(String text, String column, Function<String, T> rules) {
        try {
            return rules.apply(text);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException(column + ": " + bad.getMessage(), bad);
        }
    }

    public static UUID uuid(ResultSet row, String column) throws SQLException {
        return required(Optional.ofNullable(row.getObject(column, UUID.class)), column);
    }

    private static <T> T required(Optional<T> value, String column) {
        return value.orElseThrow(() -> new IllegalArgumentException(column + " is null"));
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

        public Parameters number(long value) throws SQLException {
            statement.setLong(++index, value);
            return this;
        }

        public Parameters number(Optional<Long> value) throws SQLException {
            if (value.isPresent()) {
                return number(value.get());
            }
            statement.setNull(++index, Types.BIGINT);
            return this;
        }

        public Parameters number(OptionalInt value) throws SQLException {
            if (value.isPresent()) {
                return number(value.getAsInt());
            }
            statement.setNull(++index, Types.INTEGER);
            return this;
        }

        public Parameters node(NodeId node) throws SQLException {
            statement.setInt(++index, node.number());
            return this;
        }

        public Parameters uuid(UUID value) throws SQLException {
            statement.setObject(++index, value);
            return this;
        }

        public Parameters uuid(Optional<UUID> value) throws SQLException {
            statement.setObject(++index, value.orElse(null), Types.OTHER);
            return this;
        }

        public Parameters time(Instant value) throws SQLException {
            statement.setObject(++index, SqlValues.time(value));
            return this;
        }

        public Parameters time(Optional<Instant> value) throws SQLException {
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

        public Parameters texts(Optional<List<String>> values) throws SQLException {
            if (values.isPresent()) {
                return texts(values.get().toArray());
            }
            statement.setNull(++index, Types.ARRAY);
            return this;
        }

        /** An array with one value for each of these, null where there is none. */
        public <T> Parameters column(String type, List<T> rows, Function<T, Optional<?>> value)
                throws SQLException {
            @Nullable Object[] values = new Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(rows.get(i)).orElse(null);
            }
            statement.setArray(++index, statement.getConnection().createArrayOf(type, values));
            return this;
        }

        public Parameters flag(boolean value) throws SQLException {
            statement.setBoolean(++index, value);
            return this;
        }

        public Parameters uuids(Object[] values) throws SQLException {
            statement.setArray(++index, statement.getConnection().createArrayOf("uuid", values));
            return this;
        }
    }
}
