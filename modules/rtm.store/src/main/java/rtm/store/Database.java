package rtm.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The pool, and the two ways to use it: one statement, or one transaction. */
final class Database implements AutoCloseable {

    private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration KEEPALIVE = Duration.ofMinutes(2);

    private final HikariDataSource pool;
    private final StatementSpans spans;

    private Database(HikariDataSource pool, StatementSpans spans) {
        this.pool = pool;
        this.spans = spans;
    }

    /** Opens the pool with its first connection, or says why that cannot be had. */
    static Database open(StoreSettings settings, StatementSpans spans) {
        try {
            return new Database(new HikariDataSource(config(settings)), spans);
        } catch (PoolInitializationException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw OpenFailures.explain(settings.dsn(), failure);
            }
            throw e;
        }
    }

    private static HikariConfig config(StoreSettings settings) {
        Duration timeout = settings.operationTimeout();
        Duration lifetime = settings.connectionMaxLifetime();
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setDataSource(Connections.forStatements(settings));
        config.setMaximumPoolSize(settings.maxOpenConnections());
        config.setMinimumIdle(settings.maxIdleConnections());
        config.setConnectionTimeout(timeout.toMillis());
        config.setValidationTimeout(
                Math.clamp(timeout.toMillis() / 2, 250, LONGEST_VALIDATION.toMillis()));
        config.setMaxLifetime(lifetime.toMillis());
        config.setIdleTimeout(Math.min(IDLE.toMillis(), lifetime.toMillis() / 2));
        config.setKeepaliveTime(lifetime.compareTo(KEEPALIVE) > 0 ? KEEPALIVE.toMillis() : 0);
        // One connection at once, in the caller's thread: what is wrong shows here or never.
        config.setInitializationFailTimeout(1);
        config.setExceptionOverride(new LeaveStandby());
        return config;
    }

    /** Runs one statement, committed by itself. */
    <T> T call(String what, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(spans.watch(connection));
        } catch (SQLException e) {
            throw SqlFailures.translate(what, e);
        }
    }

    /** Runs statements in one transaction: all or nothing, nothing also on any exception. */
    <T> T inTransaction(String what, Work<T> work) {
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

    /** What is done on a connection while it is lent. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
