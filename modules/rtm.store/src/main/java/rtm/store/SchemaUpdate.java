package rtm.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import rtm.store.dsn.DsnParameters;

/** Updates the schema to the version of this program. */
final class SchemaUpdate {

    private final Database database;
    private final StoreSettings settings;
    private final List<Migration> known;
    private Optional<String> later = Optional.empty();

    SchemaUpdate(Database database, StoreSettings settings, List<Migration> known) {
        this.database = database;
        this.settings = settings;
        this.known = known;
    }

    /**
     * Applies the missing migrations.
     *
     * @return how many were applied; without any, Flyway is not loaded
     * @throws StoreOpenException if the schema cannot be used, with the reason
     */
    int apply() {
        if (database.call("reading the schema's history", this::isCurrent)) {
            return 0;
        }
        int applied = migrate();
        if (!database.call("reading the schema's history", this::isCurrent)) {
            throw new StoreOpenException(
                    "schema %s is not at version %d after its migrations"
                            .formatted(DsnParameters.SCHEMA, version()),
                    null);
        }
        return applied;
    }

    private int version() {
        return known.getLast().version();
    }

    /** The version of the schema, which may be later than this program's. */
    String schemaVersion() {
        return later.orElseGet(() -> Integer.toString(version()));
    }

    private boolean isCurrent(Connection connection) throws SQLException {
        SchemaRights rights = SchemaRights.read(connection);
        rights.requireUse();
        boolean current = rights.hasHistory() && isUpToDate(connection);
        if (!current) {
            rights.requireCreate();
        }
        return current;
    }

    private boolean isUpToDate(Connection connection) throws SQLException {
        SchemaHistory.Comparison compared = SchemaHistory.compare(connection, known);
        later = compared.later();
        return compared.missing() == 0;
    }

    private int migrate() {
        try {
            return Flyway.configure()
                    .dataSource(Connections.forMigrations(settings))
                    .schemas(DsnParameters.SCHEMA)
                    .defaultSchema(DsnParameters.SCHEMA)
                    .table(SchemaHistory.TABLE)
                    .createSchemas(false)
                    .locations(new String[0])
                    .resourceProvider(new MigrationResources(known))
                    .javaMigrationClassProvider(List::of)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw new StoreOpenException(
                    "the migrations of schema %s could not be applied: %s"
                            .formatted(DsnParameters.SCHEMA, words(e)),
                    e);
        }
    }

    private static String words(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return SqlFailures.words(refused);
            }
        }
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
