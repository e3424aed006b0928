package rtm.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.DependencyUnavailableException;

/** The pool, and the two ways to use it: one statement, or one transaction. */
final class Database implements AutoCloseable {

    private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration KEEPALIVE = Duration.ofMinutes(2);

    private final HikariDataSource pool;
    private final ServerDataSource source;
    private final StatementSpans spans;
    private final FailoverDetector failover;

    private Database(HikariDataSource pool, ServerDataSource source, StatementSpans spans) {
        this.pool = pool;
        this.source = source;
        this.spans = spans;
        this.failover =
                new FailoverDetector(() -> pool.getHikariPoolMXBean().softEvictConnections());
    }

    /** Opens the pool with its first connection, or throws with the reason. */
    static Database open(StoreSettings settings, StatementSpans spans) {
        ServerDataSource source = Connections.forStatements(settings);
        try {
            return new Database(new HikariDataSource(config(settings, source)), source, spans);
        } catch (PoolInitializationException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw OpenFailures.explain(settings.dsn(), failure);
            }
            throw e;
        }
    }

    private static HikariConfig config(StoreSettings settings, ServerDataSource source) {
        Duration timeout = settings.operationTimeout();
        Duration lifetime = settings.connectionMaxLifetime();
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setDataSource(source);
        config.setMaximumPoolSize(settings.maxOpenConnections());
        config.setMinimumIdle(settings.maxIdleConnections());
        config.setConnectionTimeout(timeout.toMillis());
        config.setValidationTimeout(
                Math.clamp(timeout.toMillis() / 2, 250, LONGEST_VALIDATION.toMillis()));
        config.setMaxLifetime(lifetime.toMillis());
        config.setIdleTimeout(Math.min(IDLE.toMillis(), lifetime.toMillis() / 2));
        config.setKeepaliveTime(lifetime.compareTo(KEEPALIVE) > 0 ? KEEPALIVE.toMillis() : 0);
        // Open one connection now, on the caller's thread, so that a wrong setting shows here.
        config.setInitializationFailTimeout(1);
        config.setExceptionOverride(new EvictOnRefusal());
        return config;
    }

    /** Runs one statement in its own transaction. */
    <T> T call(String what, SqlWork<T> work) {
        try (Connection connection = connection()) {
            return work.on(spans.watch(connection));
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    /** While no connection can be opened, the reason is that of the last attempt. */
    private Connection connection() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException late) {
            throw source.lastFailure().orElse(late);
        }
    }

    /** The same for a statement that writes: its success shows that the server accepts writes. */
    <T> T write(String what, SqlWork<T> work) {
        T result = call(what, work);
        writeSucceeded();
        return result;
    }

    /** The same for a statement without a result. */
    void change(String what, SqlChange change) {
        write(
                what,
                connection -> {
                    change.on(connection);
                    return true;
                });
    }

    /** A trial of the server's work may run now. */
    FailoverDetector.Trial trial() {
        return failover.trial();
    }

    /** A trial succeeded, and wrote new pages if it had to. */
    void trialSucceeded(FailoverDetector.Trial trial) {
        failover.trialSucceeded(trial);
    }

    /** A write succeeded. */
    void writeSucceeded() {
        failover.writeSucceeded();
    }

    private RuntimeException failed(String what, SQLException failure) {
        if (SqlAnswer.isOfTheServer(failure)) {
            failover.workRefused(SqlAnswer.of(failure), SqlFailures.unavailable(what, failure));
        }
        return SqlFailures.translate(what, failure);
    }

    /** Why work was refused, until a write succeeds. */
    Optional<DependencyUnavailableException> refusal() {
        return failover.refusal();
    }

    /** Why the last connection attempt failed; empty if it succeeded. */
    Optional<DependencyUnavailableException> connectFailure() {
        return source.lastFailure().map(failed -> SqlFailures.unavailable("connecting", failed));
    }

    /** Runs statements in one transaction: all or nothing; any exception means nothing. */
    <T> T inTransaction(String what, SqlWork<T> work) {
        return call(
                what,
                connection -> {
                    connection.setAutoCommit(false);
                    try {
                        T result = work.on(connection);
                        connection.commit();
                        return result;
                    } catch (SQLException | RuntimeException e) {
                        rollBack(connection, e);
                        throw e;
                    }
                });
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** SqlWork on a connection of the pool. */
    @FunctionalInterface
    interface SqlWork<T> {
        T on(Connection connection) throws SQLException;
    }

    /** SqlWork without a result. */
    @FunctionalInterface
    interface SqlChange {
        void on(Connection connection) throws SQLException;
    }
}
