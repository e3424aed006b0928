package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.RuntimeStatus;
import rtm.store.sql.SqlValues;

/**
 * A page of games that a filter selects. Games of some statuses and lost ones are two queries in
 * one, so that an index finds the few that are not removed. The statuses are part of the text: a
 * plan for any statuses would read all records.
 *
 * @param filter selects games
 * @param after only games after this one
 * @param limit the most games
 */
record GamePage(GameFilter filter, Optional<GameId> after, int limit) {

    private static final String SELECTED =
            """
            WHERE game_id > ? AND starts_with(current_image_ref, ?)
                AND (? = '' OR EXISTS (SELECT FROM health_snapshots h
                    WHERE h.game_id = runtime_records.game_id AND h.status = ?))
                AND %s
            ORDER BY game_id LIMIT ?
            """;

    private static final String LOST =
            SELECTED.formatted("status = 'removed' AND game_id IN (" + UnwellGames.LOST + ")");

    /**
     * Reads the page, and reads on in place of rows that cannot be read.
     *
     * @param sql the query, with {@code %s} in the place of the query of the page
     * @param columns what the query of the page selects, {@code game_id} among it, from {@code
     *     runtime_records}
     */
    <T> List<T> read(
            Connection connection,
            RowReader reader,
            String sql,
            String columns,
            RowReader.Table<T> table)
            throws SQLException {
        String whole = sql.formatted(query(columns));
        return FullPage.read(
                limit,
                (key, most) -> {
                    try (PreparedStatement statement = connection.prepareStatement(whole)) {
                        fill(statement, key.or(() -> after.map(GameId::value)).orElse(""), most);
                        try (ResultSet rows = statement.executeQuery()) {
                            return reader.all(table, rows);
                        }
                    }
                });
    }

    private boolean withLost() {
        return filter.lost() && !filter.statuses().contains(RuntimeStatus.REMOVED);
    }

    private String query(String columns) {
        String statuses =
                filter.statuses().stream()
                        .sorted()
                        .map(status -> "'" + status.wire() + "'")
                        .collect(Collectors.joining(", "));
        String some = columns + SELECTED.formatted("status IN (%s)".formatted(statuses));
        return withLost()
                ? "SELECT * FROM ((%s) UNION ALL (%s)) AS page ORDER BY game_id LIMIT ?"
                        .formatted(some, columns + LOST)
                : some;
    }

    private void fill(PreparedStatement statement, String from, int most) throws SQLException {
        SqlValues.Parameters parameters = new SqlValues.Parameters(statement);
        fill(parameters, from, most);
        if (withLost()) {
            fill(parameters, from, most);
            parameters.number(most);
        }
    }

    private void fill(SqlValues.Parameters parameters, String from, int most) throws SQLException {
        String health = filter.health().map(HealthStatus::wire).orElse("");
        parameters.text(from).text(filter.image()).text(health).text(health).number(most);
    }
}
