package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import rtm.domain.model.Completion;
import rtm.domain.model.GameId;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.store.sql.SqlValues;

/** {@code outbox}. */
public final class OutboxTable {

    private static final String INSERT =
            """
            INSERT INTO outbox (message_id, stream, game_id, fields, traceparent, created_at)
            VALUES (?, ?, ?, to_jsonb(?::text[]), ?, ?) ON CONFLICT (message_id) DO NOTHING
            """;

    private static final String SELECT =
            """
            SELECT position, message_id, stream, game_id, traceparent,
                   ARRAY(SELECT text FROM jsonb_array_elements_text(fields)
                         WITH ORDINALITY AS field (text, place) ORDER BY place) AS fields
            FROM outbox WHERE stream <> ALL (?) AND position > ? ORDER BY position LIMIT ?
            """;

    private static final String DELETE = "DELETE FROM outbox WHERE message_id = ANY (?)";

    private static final RowReader.Table<OutboxMessage> TABLE =
            new RowReader.Table<>("outbox", "position", OutboxTable::message);

    private OutboxTable() {}

    /** Adds messages; one that is already in the outbox stays unchanged. */
    static void add(Connection connection, List<OutboxMessage> messages, Instant at)
            throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            addBatch(statement, messages, at);
            statement.executeBatch();
        }
    }

    /** Adds the messages of several operations. */
    static void addAll(Connection connection, List<Completion> completions) throws SQLException {
        if (completions.stream().allMatch(completion -> completion.messages().isEmpty())) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Completion completion : completions) {
                addBatch(statement, completion.messages(), completion.finishedAt());
            }
            statement.executeBatch();
        }
    }

    private static void addBatch(
            PreparedStatement statement, List<OutboxMessage> messages, Instant at)
            throws SQLException {
        Optional<String> trace = TraceParent.current();
        for (OutboxMessage message : messages) {
            new SqlValues.Parameters(statement)
                    .uuid(message.id().value())
                    .text(message.stream())
                    .text(message.gameId().value())
                    .texts(flat(message.fields()))
                    .text(message.traceparent().or(() -> trace))
                    .time(at);
            statement.addBatch();
        }
    }

    /** Some messages after a position. */
    public static Pending pending(
            Connection connection,
            RowReader reader,
            Set<String> withoutStreams,
            long after,
            int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement)
                    .texts(withoutStreams.toArray())
                    .number(after)
                    .number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                RowReader.Rows<OutboxMessage> read = reader.all(TABLE, rows);
                return new Pending(
                        read.values(),
                        read.lastKey().filter(_ -> read.count() == limit).map(Long::valueOf));
            }
        }
    }

    /**
     * Some messages.
     *
     * @param messages those that could be read
     * @param next where the next ones begin: after this position; empty if there are no more
     */
    public record Pending(List<OutboxMessage> messages, Optional<Long> next) {}

    public static void delete(Connection connection, List<OutboxMessage> messages)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            new SqlValues.Parameters(statement)
                    .uuids(messages.stream().map(message -> message.id().value()).toArray());
            statement.executeUpdate();
        }
    }

    private static Object[] flat(SequencedMap<String, String> fields) {
        List<String> texts = new ArrayList<>();
        fields.forEach((name, value) -> {
            texts.add(SqlValues.text(name));
            texts.add(SqlValues.text(value));
        });
        return texts.toArray();
    }

    private static OutboxMessage message(ResultSet row) throws SQLException {
        return new OutboxMessage(
                new MessageId(SqlValues.uuid(row, "message_id")),
                SqlValues.value(row, "stream", OutboxTable::stream),
                new GameId(SqlValues.string(row, "game_id")),
                fields((String[]) row.getArray("fields").getArray()),
                SqlValues.optionalString(row, "traceparent"));
    }

    private static String stream(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("blank");
        }
        return text;
    }

    private static SequencedMap<String, String> fields(String[] texts) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < texts.length; i += 2) {
            if (texts[i] == null || texts[i + 1] == null) {
                throw new IllegalArgumentException("fields has a null");
            }
            fields.put(texts[i], texts[i + 1]);
        }
        if (fields.isEmpty() || fields.size() * 2 != texts.length) {
            throw new IllegalArgumentException("fields is not a list of names and values");
        }
        return fields;
    }
}
