package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.store.sql.SqlValues;

/** {@code endings}. */
public final class EndingTable {

    static final String SELECT =
            """
            SELECT id, game_id, container_id, image_ref, exit_code, oom, requested, with_daemon,
                   started_at, ended_at, output, output_missing
            FROM endings
            """;

    /** What is known about a life already stays; what is new is added. */
    private static final String SAVE =
            """
            INSERT INTO endings AS known (game_id, container_id, image_ref, exit_code, oom,
                requested, with_daemon, started_at, ended_at, output, output_missing, node_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (container_id, started_at) DO UPDATE SET
                image_ref = coalesce(known.image_ref, excluded.image_ref),
                exit_code = coalesce(known.exit_code, excluded.exit_code),
                oom = CASE WHEN known.exit_code IS NULL AND excluded.exit_code IS NOT NULL
                    THEN excluded.oom ELSE known.oom END,
                ended_at = CASE WHEN known.exit_code IS NULL AND excluded.exit_code IS NOT NULL
                    THEN excluded.ended_at ELSE known.ended_at END,
                with_daemon = known.with_daemon OR excluded.with_daemon,
                output = CASE WHEN known.output_missing IS NULL
                    THEN coalesce(known.output, excluded.output) END,
                output_missing = CASE WHEN known.output IS NULL
                    THEN coalesce(known.output_missing, excluded.output_missing) END
            """;

    private static final String SELECT_LAST =
            SELECT + "WHERE container_id = ? ORDER BY id DESC LIMIT 1";

    private static final String SELECT_RECENT =
            SELECT
                    + """
                    WHERE game_id = ?
                        AND (?::bigint IS NULL OR (ended_at, id) <
                            (SELECT before.ended_at, before.id FROM endings AS before
                                WHERE before.id = ?))
                    ORDER BY ended_at DESC, id DESC LIMIT ?
                    """;

    private static final String SELECT_WITHOUT_OUTPUT =
            SELECT
                    + """
                    WHERE output IS NULL AND output_missing IS NULL AND node_id = ?
                        AND game_id = coalesce(?, game_id)
                    ORDER BY id LIMIT ?
                    """;

    private static final String WITH_DAEMON =
            "UPDATE endings SET with_daemon = true WHERE container_id = ? AND ended_at = ?";

    private static final String DELETE =
            """
            DELETE FROM endings WHERE id IN (
                SELECT id FROM endings WHERE ended_at < ? ORDER BY ended_at, id LIMIT ?)
            """;

    private EndingTable() {}

    /** Adds endings, or completes the rows of the same lives. */
    static void add(Connection connection, NodeId node, List<Ending> endings) throws SQLException {
        for (Ending ending : endings) {
            save(connection, node, ending, Optional.empty());
        }
    }

    public static void save(
            Connection connection, NodeId node, Ending ending, Optional<EndingOutput> output)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
            new SqlValues.Parameters(statement)
                    .text(ending.gameId().value())
                    .text(ending.container().value())
                    .text(ending.image().map(ImageReference::value))
                    .number(ending.exitCode())
                    .flag(ending.oom())
                    .flag(ending.requested())
                    .flag(ending.withDaemon())
                    .time(ending.startedAt())
                    .time(ending.endedAt())
                    .text(output.flatMap(EndingTable::kept))
                    .text(output.flatMap(EndingTable::missing))
                    .node(node);
            statement.executeUpdate();
        }
    }

    private static Optional<String> kept(EndingOutput output) {
        return switch (output) {
            case EndingOutput.Kept(String text) -> Optional.of(text);
            case EndingOutput.Missing _ -> Optional.empty();
        };
    }

    private static Optional<String> missing(EndingOutput output) {
        return switch (output) {
            case EndingOutput.Kept _ -> Optional.empty();
            case EndingOutput.Missing(String reason) -> Optional.of(reason);
        };
    }

    public static Optional<EndingEntry> last(Connection connection, ContainerId container)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_LAST)) {
            new SqlValues.Parameters(statement).text(container.value());
            return entries(statement).stream().findFirst();
        }
    }

    public static List<EndingEntry> recent(
            Connection connection, GameId gameId, Optional<Long> before, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_RECENT)) {
            new SqlValues.Parameters(statement)
                    .text(gameId.value())
                    .number(before)
                    .number(before)
                    .number(limit);
            return entries(statement);
        }
    }

    public static List<EndingEntry> withoutOutput(
            Connection connection, NodeId node, Optional<GameId> gameId, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_WITHOUT_OUTPUT)) {
            new SqlValues.Parameters(statement)
                    .node(node)
                    .text(gameId.map(GameId::value))
                    .number(limit);
            return entries(statement);
        }
    }

    public static void endedWithDaemon(Connection connection, ContainerId container, Instant at)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WITH_DAEMON)) {
            new SqlValues.Parameters(statement).text(container.value()).time(at);
            statement.executeUpdate();
        }
    }

    /** Returns how many were deleted. */
    public static int deleteBefore(Connection connection, Instant time, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            new SqlValues.Parameters(statement).time(time).number(limit);
            return statement.executeUpdate();
        }
    }

    static List<EndingEntry> entries(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<EndingEntry> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(entry(rows));
            }
            return List.copyOf(entries);
        }
    }

    private static EndingEntry entry(ResultSet row) throws SQLException {
        return new EndingEntry(row.getLong("id"), ending(row), output(row));
    }

    static Ending ending(ResultSet row) throws SQLException {
        return new Ending(
                new GameId(SqlValues.string(row, "game_id")),
                new ContainerId(SqlValues.string(row, "container_id")),
                SqlValues.instant(row, "started_at"),
                SqlValues.instant(row, "ended_at"),
                SqlValues.optionalString(row, "image_ref").flatMap(ImageReference::parse),
                exitCode(row),
                row.getBoolean("oom"),
                row.getBoolean("requested"),
                row.getBoolean("with_daemon"));
    }

    private static OptionalInt exitCode(ResultSet row) throws SQLException {
        int code = row.getInt("exit_code");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(code);
    }

    private static Optional<EndingOutput> output(ResultSet row) throws SQLException {
        Optional<EndingOutput> kept =
                SqlValues.optionalString(row, "output").map(EndingOutput.Kept::new);
        return kept.isPresent()
                ? kept
                : SqlValues.optionalString(row, "output_missing").map(EndingOutput.Missing::new);
    }
}
