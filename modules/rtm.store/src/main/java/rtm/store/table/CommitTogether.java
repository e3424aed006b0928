package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ImageReference;
import rtm.store.sql.SqlValues;

/**
 * Closes the rows of several operations that changed nothing, and adds their messages, inside the
 * caller's transaction. A row that cannot be closed this way is left to {@link CommitOperation}.
 */
public final class CommitTogether {

    private static final String CLOSE =
            """
            UPDATE operation_log AS row SET outcome = done.outcome, error_code = done.error_code,
                error_message = done.error_message, container_id = done.container_id,
                previous_image_ref = done.previous_image_ref, finished_at = done.finished_at
            FROM unnest(?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::timestamptz[])
                AS done (id, operation_id, owner, outcome, error_code, error_message, container_id,
                    previous_image_ref, finished_at)
            WHERE row.id = done.id AND row.operation_id = done.operation_id AND row.owner = done.owner
                AND row.outcome = 'in_progress'
            RETURNING row.id
            """;

    private CommitTogether() {}

    /** Whether an operation left record, snapshot and endings as they were. */
    public static boolean suits(Completion completion) {
        return completion.record().isEmpty()
                && completion.snapshot().isEmpty()
                && completion.endings().isEmpty();
    }

    /**
     * Commits what can be committed.
     *
     * @return for each completion, in order, whether it was
     */
    public static List<Boolean> run(Connection connection, List<Completion> completions)
            throws SQLException {
        Set<Long> closed = close(connection, completions);
        OutboxTable.addAll(
                connection,
                completions.stream()
                        .filter(completion -> closed.contains(completion.operation().row()))
                        .toList());
        return completions.stream()
                .map(completion -> closed.contains(completion.operation().row()))
                .toList();
    }

    private static Set<Long> close(Connection connection, List<Completion> completions)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLOSE)) {
            fill(new SqlValues.Parameters(statement), completions);
            Set<Long> closed = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    closed.add(rows.getLong("id"));
                }
            }
            return closed;
        }
    }

    private static void fill(SqlValues.Parameters parameters, List<Completion> completions)
            throws SQLException {
        List<OutcomeColumns> outcomes =
                completions.stream()
                        .map(completion -> OutcomeColumns.of(completion.verdict()))
                        .toList();
        parameters
                .column("int8", completions, done -> Optional.of(done.operation().row()))
                .column("uuid", completions, done -> Optional.of(done.operation().id().value()))
                .column("uuid", completions, done -> Optional.of(done.operation().owner().value()))
                .column("text", outcomes, outcome -> Optional.of(outcome.outcome()))
                .column("text", outcomes, OutcomeColumns::errorCode)
                .column("text", outcomes, outcome -> outcome.errorMessage().map(SqlValues::text))
                .column("text", completions, done -> done.container().map(ContainerId::value))
                .column(
                        "text",
                        completions,
                        done -> done.previousImage().map(ImageReference::value))
                .column(
                        "timestamptz",
                        completions,
                        done -> Optional.of(SqlValues.time(done.finishedAt())));
    }
}
