package rtm.store.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.store.sql.SqlValues;

/**
 * The marks of a page of games: which versions of rows {@link GamePages} would read, as PostgreSQL
 * counts them ({@code xmin}, the transaction that wrote a row). The start of the server is part of
 * a mark, since after a failover the numbers of lost transactions are used again.
 */
public final class GameMarks {

    private static final String MARKS =
            """
            SELECT page.game_id,
                ROW(server.started, page.version, health.version, last.id, last.version,
                    ended.id, ended.version, ended.crashes)::text AS mark
            FROM (SELECT pg_postmaster_start_time() AS started) AS server
            CROSS JOIN (%%s) AS page
            LEFT JOIN LATERAL (
                SELECT xmin AS version FROM health_snapshots
                WHERE game_id = page.game_id LIMIT 1) AS health ON true
            LEFT JOIN LATERAL (
                SELECT id, xmin AS version FROM operation_log
                WHERE game_id = page.game_id ORDER BY started_at DESC, id DESC LIMIT 1) AS last ON true
            LEFT JOIN LATERAL (
                SELECT latest.id, latest.version, %s AS crashes
                FROM (
                    SELECT id, game_id, xmin AS version, ended_at FROM endings
                    WHERE game_id = page.game_id
                    ORDER BY ended_at DESC, id DESC LIMIT 1) AS latest) AS ended ON true
            ORDER BY page.game_id
            """
                    .formatted(GamePages.CRASHES);

    private static final String VERSIONS = "SELECT game_id, xmin AS version FROM runtime_records ";

    private static final RowReader.Table<GameMark> TABLE =
            new RowReader.Table<>(
                    "runtime_records",
                    "game_id",
                    row ->
                            new GameMark(
                                    new GameId(SqlValues.string(row, "game_id")),
                                    SqlValues.string(row, "mark")));

    private GameMarks() {}

    public static List<GameMark> read(
            Connection connection,
            RowReader reader,
            GameFilter filter,
            Optional<GameId> after,
            int limit)
            throws SQLException {
        return new GamePage(filter, after, limit).read(connection, reader, MARKS, VERSIONS, TABLE);
    }
}
