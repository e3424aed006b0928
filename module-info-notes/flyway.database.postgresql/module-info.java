/** Open, because flyway.core creates its plugin by reflection. */
open module flyway.database.postgresql {
    requires flyway.core;
    requires java.sql;

    exports org.flywaydb.database.postgresql;
    exports org.flywaydb.database.postgresql.authentication;

    provides org.flywaydb.core.extensibility.Plugin with
            org.flywaydb.database.postgresql.PostgreSQLDatabaseType,
            org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension,
            org.flywaydb.database.postgresql.authentication.PostgreSQLExternalAuthSupportStub;
}
