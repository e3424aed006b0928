package rtm.store;

import static java.util.function.Predicate.not;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import rtm.store.dsn.DsnParameters;
import rtm.store.sql.SqlValues;

/**
 * Flyway's history, compared with the migrations of this program. This costs one query; Flyway
 * would take a large part of the time that a boot may take, and would accept any newer schema.
 *
 * <p>A schema of a later version is accepted if that version allows this program: each migration
 * stores the oldest version that a program must know to run on it.
 */
final class SchemaHistory {

    static final String TABLE = "flyway_schema_history";

    private static final String SELECT =
            "SELECT version, checksum, success FROM "
                    + TABLE
                    + " WHERE version IS NOT NULL ORDER BY installed_rank";

    private static final String OLDEST =
            """
            SELECT version::text AS version, oldest_version FROM schema_versions
            WHERE version::text = ANY (?)
            """;

    private static final String HAS_VERSIONS =
            "SELECT to_regclass('schema_versions') IS NOT NULL AS there";

    private SchemaHistory() {}

    /**
     * Compares the database's history with the migrations of this program.
     *
     * @throws StoreOpenException as {@link #compare} does
     */
    static Comparison compare(Connection connection, List<Migration> known) throws SQLException {
        List<Applied> history = read(connection);
        Set<String> own =
                known.stream()
                        .map(migration -> Integer.toString(migration.version()))
                        .collect(Collectors.toSet());
        List<String> later =
                history.stream().map(Applied::version).filter(not(own::contains)).toList();
        return compare(history, later.isEmpty() ? Map.of() : oldest(connection, later), known);
    }

    private static Map<String, Integer> oldest(Connection connection, List<String> versions)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_VERSIONS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (!row.getBoolean("there")) {
                return Map.of();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
            new SqlValues.Parameters(statement).texts(versions.toArray());
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, Integer> oldest = new HashMap<>();
                while (rows.next()) {
                    oldest.put(SqlValues.string(rows, "version"), rows.getInt("oldest_version"));
                }
                return oldest;
            }
        }
    }

    private static List<Applied> read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            List<Applied> applied = new ArrayList<>();
            while (rows.next()) {
                applied.add(
                        new Applied(
                                SqlValues.string(rows, "version"),
                                rows.getInt("checksum"),
                                rows.getBoolean("success")));
            }
            return List.copyOf(applied);
        }
    }

    /**
     * Compares a history with the migrations of this program.
     *
     * @param oldest the oldest version that a program must know, by version of the schema; a
     *     version that states none is missing
     * @throws StoreOpenException if the schema belongs to another program, or to a later version
     *     that does not allow this one
     */
    static Comparison compare(
            List<Applied> history, Map<String, Integer> oldest, List<Migration> known) {
        int own = known.getLast().version();
        Map<String, Migration> missing = new HashMap<>();
        known.forEach(migration -> missing.put(Integer.toString(migration.version()), migration));
        Optional<Applied> later = Optional.empty();
        for (Applied applied : history) {
            Migration migration = missing.remove(applied.version());
            if (migration == null) {
                requireAllowed(applied, Optional.ofNullable(oldest.get(applied.version())), own);
                later = Optional.of(applied);
            } else if (migration.checksum() != applied.checksum() || !applied.success()) {
                throw refused(
                        "migration %s was applied to schema %s only in part or with other content than in this program; restore the schema, or run the program version that created it"
                                .formatted(migration.file(), DsnParameters.SCHEMA));
            }
        }
        if (later.isPresent() && !missing.isEmpty()) {
            throw refused(
                    "schema %s has version %s, but %d earlier migrations of this program were not applied to it; run the program version that created it"
                            .formatted(
                                    DsnParameters.SCHEMA,
                                    later.orElseThrow().version(),
                                    missing.size()));
        }
        return new Comparison(missing.size(), later.map(Applied::version));
    }

    private static void requireAllowed(Applied applied, Optional<Integer> oldest, int own) {
        if (!applied.success()) {
            throw refused(
                    "version %s of schema %s was applied only in part; run the program version that started it"
                            .formatted(applied.version(), DsnParameters.SCHEMA));
        }
        if (oldest.isEmpty() || oldest.orElseThrow() > own) {
            throw refused(
                    "schema %s has version %s, which allows only programs that know version %s or later; this program knows versions up to %d; run the program version that created the schema, or restore a dump of version %d"
                            .formatted(
                                    DsnParameters.SCHEMA,
                                    applied.version(),
                                    oldest.map(String::valueOf).orElse(applied.version()),
                                    own,
                                    own));
        }
    }

    private static StoreOpenException refused(String sentence) {
        return new StoreOpenException(sentence, null);
    }

    /**
     * How the schema compares with this program.
     *
     * @param missing how many migrations of this program are still to be applied
     * @param later the schema's version if it is later than this program's and allows it
     */
    record Comparison(int missing, Optional<String> later) {}

    /**
     * A migration that was applied.
     *
     * @param version its number, as Flyway writes it
     * @param checksum the checksum of its content at that time
     * @param success whether it was applied completely
     */
    record Applied(String version, int checksum, boolean success) {}
}
