package rtm.main.settings;

import java.time.Duration;
import java.util.List;
import rtm.main.settings.type.Parsed;
import rtm.main.settings.type.VariableType;
import rtm.main.settings.type.VariableTypes;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;

/** The variables of PostgreSQL. */
final class StoreVariables {

    static final Variable<Dsn> PRIMARY_DSN =
            Variable.required(
                            "POSTGRES_PRIMARY_DSN",
                            new VariableType<>(
                                    "postgres://user:password@host:port/database"
                                            + "?search_path=rtmanager&sslmode=MODE,"
                                            + " percent-encoded",
                                    StoreVariables::parseDsn),
                            "postgres://rtmanagerservice:change-me@127.0.0.1:5432/galaxy"
                                    + "?search_path=rtmanager&sslmode=disable",
                            "The PostgreSQL primary, and the role that owns the schema there.")
                    .keeping(Secrecy.PASSWORD_INSIDE);
    static final Variable<Duration> OPERATION_TIMEOUT =
            Variable.of(
                    "POSTGRES_OPERATION_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(250), Duration.ofMinutes(10)),
                    "5s",
                    "How long a statement may take, and how long to wait for a connection.");
    static final Variable<Integer> MAX_OPEN_CONNECTIONS =
            Variable.of(
                    "POSTGRES_MAX_OPEN_CONNS",
                    VariableTypes.number(1, 1000),
                    "10",
                    "The maximum number of connections in the pool.");
    static final Variable<Integer> MAX_IDLE_CONNECTIONS =
            Variable.of(
                    "POSTGRES_MAX_IDLE_CONNS",
                    VariableTypes.number(0, 1000),
                    "2",
                    "How many idle connections the pool keeps.");
    static final Variable<Duration> CONNECTION_MAX_LIFETIME =
            Variable.of(
                    "POSTGRES_CONN_MAX_LIFETIME",
                    VariableTypes.duration(Duration.ofSeconds(30), Duration.ofHours(24)),
                    "30m",
                    "How long a connection is used before it is replaced.");

    static final Variable<Duration> LEADER_TIMEOUT =
            Variable.of(
                    "LEADER_TIMEOUT",
                    VariableTypes.duration(Duration.ofSeconds(5), Duration.ofHours(1)),
                    "15s",
                    "How long the leading process may stand still before another one takes over.");

    static final VariableGroup GROUP =
            new VariableGroup(
                    "PostgreSQL",
                    List.of(
                            PRIMARY_DSN,
                            OPERATION_TIMEOUT,
                            MAX_OPEN_CONNECTIONS,
                            MAX_IDLE_CONNECTIONS,
                            CONNECTION_MAX_LIFETIME,
                            LEADER_TIMEOUT));

    private StoreVariables() {}

    static StoreSettings settings(SettingValues values) {
        return new StoreSettings(
                values.of(PRIMARY_DSN),
                values.of(OPERATION_TIMEOUT),
                values.of(MAX_OPEN_CONNECTIONS),
                values.of(MAX_IDLE_CONNECTIONS),
                values.of(CONNECTION_MAX_LIFETIME),
                values.of(LEADER_TIMEOUT));
    }

    private static Parsed<Dsn> parseDsn(String text) {
        try {
            return new Parsed.Value<>(Dsn.parse(text));
        } catch (IllegalArgumentException refused) {
            return new Parsed.Refused<>(String.valueOf(refused.getMessage()));
        }
    }
}
