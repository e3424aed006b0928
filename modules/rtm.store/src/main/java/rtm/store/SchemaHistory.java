package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtm.store.dsn.DsnParameters;
import rtm.store.table.SqlValues;

/**
 * Flyway's history, compared with the migrations of this program. This costs one query; Flyway
 * would take a large part of the time that a boot may take, and would accept a newer schema.
 */
final class SchemaHistory {

    static final String TABLE = "flyway_schema_history";

    private static final String SELECT =
            "SELECT version, checksum, success FROM "
                    + TABLE
                    + " WHERE version IS NOT NULL ORDER BY installed_rank";

    private SchemaHistory() {}

    static List<Applied> read(Connection connection) throws SQLException {
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
     * How many migrations of this program are still to be applied.
     *
     * @throws StoreOpenException if the schema belongs to another program or to a later version of
     *     this one
     */
    static int missing(List<Applied> history, List<Migration> known) {
        Map<String, Migration> missing = new HashMap<>();
        known.forEach(migration -> missing.put(Integer.toString(migration.version()), migration));
        for (Applied applied : history) {
            Migration migration = missing.remove(applied.version());
            if (migration == null) {
                throw new StoreOpenException(
                        "schema %s has version %s, but this program knows versions up to %d; run the program version that created it, or a later one"
                                .formatted(
                                        DsnParameters.SCHEMA,
                                        applied.version(),
                                        known.getLast().version()),
                        null);
            }
            if (migration.checksum() != applied.checksum() || !applied.success()) {
                throw new StoreOpenException(
                        "migration %s was applied to schema %s only in part or with other content than in this program; restore the schema, or run the program version that created it"
                                .formatted(migration.file(), DsnParameters.SCHEMA),
                        null);
            }
        }
        return missing.size();
    }

    /**
     * A migration that was applied.
     *
     * @param version its number, as Flyway writes it
     * @param checksum the checksum of its content at that time
     * @param success whether it was applied completely
     */
    record Applied(String version, int checksum, boolean success) {}
}
