package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import rtm.domain.model.Completion;
import rtm.domain.model.OpenOperation;
import rtm.store.sql.SqlValues;

/**
 * Tells the processes of other nodes, at the commit of a transaction, what they may be waiting for.
 * Where there is one node, nobody listens, and nothing is sent.
 */
final class Signals {

    /** A job was assigned; says to which node. */
    static final String ASSIGNED = "rtm_assigned";

    /** The row of a job was closed; says which one. */
    static final String CLOSED = "rtm_closed";

    /** The row of a job stays open, and its owner tries it no longer; says which one. */
    static final String SKIPPED = "rtm_skipped";

    /** Messages were added to the outbox. */
    static final String OUTBOX = "rtm_outbox";

    private static final String SEND =
            """
            SELECT pg_notify(channel, payload)
            FROM unnest(?::text[], ?::text[]) AS signal (channel, payload)
            """;

    private final boolean amongOthers;

    /**
     * Sends nothing yet.
     *
     * @param amongOthers whether there are other nodes
     */
    Signals(boolean amongOthers) {
        this.amongOthers = amongOthers;
    }

    /** A row that nobody has taken yet. */
    void assigned(Connection connection, OpenOperation row) throws SQLException {
        send(connection, List.of(ASSIGNED), List.of(row.node().toString()));
    }

    /** A row that its owner cannot close. */
    void skipped(Connection connection, OpenOperation row) throws SQLException {
        send(connection, List.of(SKIPPED), List.of(Long.toString(row.row())));
    }

    /** Closed rows, and their messages. */
    void closed(Connection connection, List<Completion> completions) throws SQLException {
        List<String> channels = new ArrayList<>();
        List<String> payloads = new ArrayList<>();
        completions.stream()
                .map(Completion::operation)
                .filter(row -> row.sourceRef().isPresent())
                .forEach(row -> {
                    channels.add(CLOSED);
                    payloads.add(Long.toString(row.row()));
                });
        if (completions.stream().anyMatch(each -> !each.messages().isEmpty())) {
            channels.add(OUTBOX);
            payloads.add("");
        }
        send(connection, channels, payloads);
    }

    /** Messages without a row. */
    void messages(Connection connection) throws SQLException {
        send(connection, List.of(OUTBOX), List.of(""));
    }

    private void send(Connection connection, List<String> channels, List<String> payloads)
            throws SQLException {
        if (!amongOthers || channels.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(SEND)) {
            new SqlValues.Parameters(statement).texts(channels.toArray()).texts(payloads.toArray());
            statement.execute();
        }
    }
}
