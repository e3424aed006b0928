package rtm.main;

import java.time.Duration;
import java.util.List;

/** The variables of PostgreSQL. */
final class StoreVariables {

    static final Variable<Duration> OPERATION_TIMEOUT =
            Variable.of(
                    "POSTGRES_OPERATION_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(250), Duration.ofMinutes(10)),
                    "5s",
                    "How long one statement may take, and how long one waits for a connection.");
    static final Variable<Integer> MAX_OPEN_CONNECTIONS =
            Variable.of(
                    "POSTGRES_MAX_OPEN_CONNS",
                    VariableTypes.number(1, 1000),
                    "10",
                    "How many connections the pool has at most.");
    static final Variable<Integer> MAX_IDLE_CONNECTIONS =
            Variable.of(
                    "POSTGRES_MAX_IDLE_CONNS",
                    VariableTypes.number(0, 1000),
                    "2",
                    "How many connections the pool keeps when there is nothing to do.");
    static final Variable<Duration> CONNECTION_MAX_LIFETIME =
            Variable.of(
                    "POSTGRES_CONN_MAX_LIFETIME",
                    VariableTypes.duration(Duration.ofSeconds(30), Duration.ofHours(24)),
                    "30m",
                    "After how long a connection is replaced by a new one.");

    static final VariableGroup GROUP =
            new VariableGroup(
                    "PostgreSQL",
                    List.of(
                            OPERATION_TIMEOUT,
                            MAX_OPEN_CONNECTIONS,
                            MAX_IDLE_CONNECTIONS,
                            CONNECTION_MAX_LIFETIME));

    private StoreVariables() {}
}
