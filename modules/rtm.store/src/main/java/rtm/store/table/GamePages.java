package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.LatestEnding;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.RuntimeRecord;
import rtm.store.sql.SqlValues;

/** Reads games in pages, by the primary key. */
public final class GamePages {

    private static final String SOME =
            RecordTable.SELECT + "WHERE game_id = ANY (?) ORDER BY game_id";

    private static final String HEALTH = SnapshotTable.SELECT + "WHERE game_id = ANY (?)";

    private static final String LAST_OPERATIONS =
            """
            SELECT last.* FROM unnest(?) AS game (id) CROSS JOIN LATERAL (
            """
                    + OperationHistory.SELECT
                    + """
                    WHERE game_id = game.id ORDER BY started_at DESC, id DESC LIMIT 1) AS last
                    """;

    /** The index finds the latest rows of a game; the filter looks at those alone. */
    private static final String LAST_CHANGES =
            """
            SELECT last.* FROM unnest(?) AS game (id) CROSS JOIN LATERAL (
                SELECT * FROM (
            """
                    + OperationHistory.SELECT
                    + """
                    WHERE game_id = game.id ORDER BY started_at DESC, id DESC LIMIT %d) AS latest
                    WHERE outcome = 'success' AND error_code IS NULL
                        AND op_kind <> 'reconcile_observed_exited'
                    ORDER BY started_at DESC, id DESC LIMIT 1) AS last
                    """
                            .formatted(GameOverview.MOST_ATTEMPTS);

    /** How often the engine of a game crashed in the hour up to its ending {@code latest}. */
    static final String CRASHES =
            """
            (SELECT count(*) FROM endings AS crash
                WHERE crash.game_id = latest.game_id AND NOT crash.requested
                    AND NOT crash.with_daemon AND crash.ended_at <= latest.ended_at
                    AND crash.ended_at > latest.ended_at - interval '1 hour')\
            """;

    /** Without the output, which may be long; the index finds a game's endings by their end. */
    private static final String LATEST_ENDINGS =
            """
            SELECT latest.*, %s AS crashes
            FROM unnest(?) AS game (id) CROSS JOIN LATERAL (
                SELECT id, game_id, container_id, image_ref, exit_code, oom, requested, with_daemon,
                    started_at, ended_at
                FROM endings WHERE game_id = game.id
                ORDER BY ended_at DESC, id DESC LIMIT 1) AS latest
            """
                    .formatted(CRASHES);

    private static final RowReader.Table<LatestEnding> ENDINGS =
            new RowReader.Table<>(
                    "endings",
                    "id",
                    row -> new LatestEnding(EndingTable.ending(row), row.getInt("crashes")));

    private GamePages() {}

    public static List<RuntimeRecord> records(
            Connection connection,
            RowReader reader,
            GameFilter filter,
            Optional<GameId> after,
            int limit)
            throws SQLException {
        return new GamePage(filter, after, limit)
                .read(connection, reader, "%s", RecordTable.SELECT, RecordTable.TABLE);
    }

    /** The records of these games that can be read. */
    public static List<RuntimeRecord> records(
            Connection connection, RowReader reader, Collection<GameId> games) throws SQLException {
        return ofGames(
                connection,
                reader,
                SOME,
                RecordTable.TABLE,
                games.stream().map(GameId::value).toArray());
    }

    public static List<GameOverview> games(
            Connection connection,
            RowReader reader,
            GameFilter filter,
            Optional<GameId> after,
            int limit)
            throws SQLException {
        return games(connection, reader, records(connection, reader, filter, after, limit));
    }

    public static List<GameOverview> games(
            Connection connection, RowReader reader, Collection<GameId> games) throws SQLException {
        return games(connection, reader, records(connection, reader, games));
    }

    private static List<GameOverview> games(
            Connection connection, RowReader reader, List<RuntimeRecord> records)
            throws SQLException {
        Object[] games = records.stream().map(record -> record.gameId().value()).toArray();
        Map<GameId, HealthSnapshot> health =
                byGame(
                        ofGames(connection, reader, HEALTH, SnapshotTable.TABLE, games),
                        HealthSnapshot::gameId);
        Map<GameId, OperationEntry> operations =
                byGame(
                        ofGames(connection, reader, LAST_OPERATIONS, OperationHistory.TABLE, games),
                        OperationEntry::gameId);
        Map<GameId, OperationEntry> changes = changes(connection, reader, operations.values());
        Map<GameId, LatestEnding> endings =
                byGame(
                        ofGames(connection, reader, LATEST_ENDINGS, ENDINGS, games),
                        latest -> latest.ending().gameId());
        return records.stream()
                .map(record ->
                        new GameOverview(
                                record,
                                Optional.ofNullable(health.get(record.gameId())),
                                Optional.ofNullable(operations.get(record.gameId())),
                                Optional.ofNullable(changes.get(record.gameId())),
                                Optional.ofNullable(endings.get(record.gameId()))))
                .toList();
    }

    /** Most games need no such look. */
    private static Map<GameId, OperationEntry> changes(
            Connection connection, RowReader reader, Collection<OperationEntry> last)
            throws SQLException {
        Object[] games =
                last.stream()
                        .filter(OperationEntry::changedNothing)
                        .map(entry -> entry.gameId().value())
                        .toArray();
        return games.length == 0
                ? Map.of()
                : byGame(
                        ofGames(connection, reader, LAST_CHANGES, OperationHistory.TABLE, games),
                        OperationEntry::gameId);
    }

    /** The rows of some games that can be read. */
    private static <T> List<T> ofGames(
            Connection connection,
            RowReader reader,
            String sql,
            RowReader.Table<T> table,
            Object[] games)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new SqlValues.Parameters(statement).texts(games);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.all(table, rows).values();
            }
        }
    }

    private static <T> Map<GameId, T> byGame(List<T> rows, Function<T, GameId> game) {
        return rows.stream().collect(Collectors.toMap(game, Function.identity()));
    }
}
