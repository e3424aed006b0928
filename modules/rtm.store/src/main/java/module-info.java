/**
 * The PostgreSQL adapter: records, operation log, health snapshots, outbox, advisory locks, and the
 * migrations that make their tables.
 */
module rtm.store {
    requires com.zaxxer.hikari;
    requires flyway.core;
    // No code here calls it: Flyway finds its PostgreSQL part as a service, and only in a required
    // module.
    requires flyway.database.postgresql;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires transitive rtm.domain;
    requires static transitive org.jspecify;

    exports rtm.store;
    // The DSN is part of the settings and of messages.
    exports rtm.store.dsn;
}
