package rtm.store;

import java.time.Duration;
import rtm.store.dsn.Dsn;

/**
 * How to reach PostgreSQL.
 *
 * @param dsn its address and login
 * @param operationTimeout how long a statement, or the wait for a connection, may take
 * @param maxOpenConnections the maximum number of pooled connections; presence uses one more
 * @param maxIdleConnections how many unused connections the pool keeps
 * @param connectionMaxLifetime how old a connection may become before the pool replaces it
 * @param leaderTimeout how long a leader may stand still before another process takes over
 */
public record StoreSettings(
        Dsn dsn,
        Duration operationTimeout,
        int maxOpenConnections,
        int maxIdleConnections,
        Duration connectionMaxLifetime,
        Duration leaderTimeout) {

    /** The default of {@code RTMANAGER_LEADER_TIMEOUT}. */
    public static final Duration DEFAULT_LEADER_TIMEOUT = Duration.ofSeconds(15);

    /**
     * Longer than a leader that is alive can be silent: its pause and the deadline of its check.
     */
    public static final Duration SHORTEST_LEADER_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@code RTMANAGER_POSTGRES_OPERATION_TIMEOUT}. */
    public static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@code RTMANAGER_POSTGRES_MAX_OPEN_CONNS}. */
    public static final int DEFAULT_MAX_OPEN_CONNECTIONS = 10;

    /** The default of {@code RTMANAGER_POSTGRES_MAX_IDLE_CONNS}. */
    public static final int DEFAULT_MAX_IDLE_CONNECTIONS = 2;

    /** The default of {@code RTMANAGER_POSTGRES_CONN_MAX_LIFETIME}. */
    public static final Duration DEFAULT_CONNECTION_MAX_LIFETIME = Duration.ofMinutes(30);

    /** The pool's own minimum: it would round up a shorter timeout. */
    public static final Duration SHORTEST_OPERATION_TIMEOUT = Duration.ofMillis(250);

    /** The pool's own minimum: it would ignore a shorter lifetime. */
    public static final Duration SHORTEST_CONNECTION_LIFETIME = Duration.ofSeconds(30);

    /**
     * @throws IllegalArgumentException if a number is out of bounds
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
        require(
                leaderTimeout.compareTo(SHORTEST_LEADER_TIMEOUT) >= 0,
                "a leader timeout of at least 5s");
    }

    private static void require(boolean met, String accepted) {
        if (!met) {
            throw new IllegalArgumentException("accepted is " + accepted);
        }
    }

    /** Default settings with a DSN. */
    public static StoreSettings defaults(Dsn dsn) {
        return new StoreSettings(
                dsn,
                DEFAULT_OPERATION_TIMEOUT,
                DEFAULT_MAX_OPEN_CONNECTIONS,
                DEFAULT_MAX_IDLE_CONNECTIONS,
                DEFAULT_CONNECTION_MAX_LIFETIME,
                DEFAULT_LEADER_TIMEOUT);
    }
}
