package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.store.sql.LockKeys;
import rtm.store.sql.SqlValues;

/**
 * Games whose ids differ only in case have one host name in Docker, so only one of them may have an
 * engine.
 */
final class HostNames {

    /**
     * Held until the end of the transaction that opens a row: of two such games that begin at the
     * same time, the second sees the row of the first. It needs a transaction that the caller
     * began: without one the driver ends the transaction before a statement whose result may be
     * long. Its parameter is the game.
     */
    static final String LOCK =
            "SELECT pg_advisory_xact_lock(%d, hashtext(lower(?::text)));\n"
                    .formatted(LockKeys.HOST_NAME);

    /** Its parameters are the game, four times. */
    static final String SELECT_OTHERS =
            """
            SELECT game_id FROM runtime_records
                WHERE lower(game_id) = lower(?::text) AND game_id <> ? AND status <> 'removed'
            UNION ALL
            SELECT game_id FROM operation_log
                WHERE outcome = 'in_progress' AND op_kind IN ('start', 'restart', 'reconcile_adopt')
                AND lower(game_id) = lower(?::text) AND game_id <> ?
            """;

    private HostNames() {}

    static Optional<GameId> other(Connection connection, GameId gameId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_OTHERS + "LIMIT 1")) {
            new SqlValues.Parameters(statement)
                    .text(gameId.value())
                    .text(gameId.value())
                    .text(gameId.value())
                    .text(gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new GameId(SqlValues.string(rows, "game_id")))
                        : Optional.empty();
            }
        }
    }
}
