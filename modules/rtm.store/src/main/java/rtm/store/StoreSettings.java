package rtm.store;

import java.time.Duration;
import rtm.store.dsn.Dsn;

/**
 * How PostgreSQL is reached.
 *
 * @param dsn where it is
 * @param operationTimeout how long a statement, or the wait for a connection, may take
 * @param maxOpenConnections connections of the pool at most; presence has one more of its own
 * @param maxIdleConnections connections that the pool keeps when they are not used
 * @param connectionMaxLifetime when the pool replaces a connection
 */
public record StoreSettings(
        Dsn dsn,
        Duration operationTimeout,
        int maxOpenConnections,
        int maxIdleConnections,
        Duration connectionMaxLifetime) {

    /** The default of {@code RTMANAGER_POSTGRES_OPERATION_TIMEOUT}. */
    public static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@code RTMANAGER_POSTGRES_MAX_OPEN_CONNS}. */
    public static final int DEFAULT_MAX_OPEN_CONNECTIONS = 10;

    /** The default of {@code RTMANAGER_POSTGRES_MAX_IDLE_CONNS}. */
    public static final int DEFAULT_MAX_IDLE_CONNECTIONS = 2;

    /** The default of {@code RTMANAGER_POSTGRES_CONN_MAX_LIFETIME}. */
    public static final Duration DEFAULT_CONNECTION_MAX_LIFETIME = Duration.ofMinutes(30);

    /** The least that the pool can do with: shorter waits it would round up. */
    public static final Duration SHORTEST_OPERATION_TIMEOUT = Duration.ofMillis(250);

    /** The least that the pool can do with: a shorter life it would not follow. */
    public static final Duration SHORTEST_CONNECTION_LIFETIME = Duration.ofSeconds(30);

    /**
     * @throws IllegalArgumentException if a figure is out of bounds
     */
    public StoreSettings {
        require(
                operationTimeout.compareTo(SHORTEST_OPERATION_TIMEOUT) >= 0,
                "an operation timeout of at least 250ms");
        require(maxOpenConnections >= 1, "at least one open connection");
        require(
                maxIdleConnections >= 0 && maxIdleConnections <= maxOpenConnections,
                "from 0 idle connections to as many as may be open");
        require(
                connectionMaxLifetime.compareTo(SHORTEST_CONNECTION_LIFETIME) >= 0,
                "a connection lifetime of at least 30s");
    }

    private static void require(boolean met, String accepted) {
        if (!met) {
            throw new IllegalArgumentException("accepted is " + accepted);
        }
    }

    /** The settings as they are when only the DSN is given. */
    public static StoreSettings defaults(Dsn dsn) {
        return new StoreSettings(
                dsn,
                DEFAULT_OPERATION_TIMEOUT,
                DEFAULT_MAX_OPEN_CONNECTIONS,
                DEFAULT_MAX_IDLE_CONNECTIONS,
                DEFAULT_CONNECTION_MAX_LIFETIME);
    }
}
