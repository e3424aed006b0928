package rtm.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import rtm.store.dsn.Dsn;

/**
 * The three kinds of connections and their deadlines. The server ends a late statement first, which
 * keeps the connection. The socket's own timeout follows a second later, for a server or network
 * that no longer answers.
 */
final class Connections {

    /** A migration is rare, and rewriting a table takes long. */
    private static final Duration MIGRATION = Duration.ofMinutes(5);

    /** Soon enough for readiness, and not so often that a server's log fills with refusals. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private Connections() {}

    /** Connections of the pool; a value in the DSN overrides the one set here. */
    static ServerDataSource forStatements(StoreSettings settings) {
        Duration timeout = settings.operationTimeout();
        SequencedMap<String, String> runtime = new LinkedHashMap<>();
        runtime.put("statement_timeout", millis(timeout));
        // A process that is paused in a transaction must not keep its locks.
        runtime.put("idle_in_transaction_session_timeout", millis(timeout.multipliedBy(2)));
        runtime.putAll(settings.dsn().runtime());
        return new ReconnectingDataSource(
                settings.dsn().url(), properties(settings.dsn(), timeout, timeout, runtime), AGAIN);
    }

    /** Connections for migrations. */
    static ServerDataSource forMigrations(StoreSettings settings) {
        return dataSource(
                settings.dsn(), settings.operationTimeout(), MIGRATION, deadline(MIGRATION));
    }

    /**
     * The connection that holds the locks by which other processes see that this one is alive. If
     * its machine no longer responds, the server ends the session after 2 + 3 × 1 s; if an answer
     * is on its way, for which there are no keep-alives, after the same time. A process that is
     * only slow or stopped loses nothing: its machine responds.
     */
    static ServerDataSource forPresence(Dsn dsn, Duration timeout) {
        SequencedMap<String, String> runtime = deadline(timeout);
        runtime.put("tcp_keepalives_idle", "2");
        runtime.put("tcp_keepalives_interval", "1");
        runtime.put("tcp_keepalives_count", "3");
        runtime.put("tcp_user_timeout", "5000");
        return dataSource(dsn, timeout, timeout, runtime);
    }

    private static SequencedMap<String, String> deadline(Duration timeout) {
        SequencedMap<String, String> runtime = new LinkedHashMap<>();
        runtime.put("statement_timeout", millis(timeout));
        return runtime;
    }

    private static ServerDataSource dataSource(
            Dsn dsn, Duration connect, Duration statement, SequencedMap<String, String> runtime) {
        return new ServerDataSource(dsn.url(), properties(dsn, connect, statement, runtime));
    }

    private static Map<String, String> properties(
            Dsn dsn, Duration connect, Duration statement, SequencedMap<String, String> runtime) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("ApplicationName", "rtmanager");
        properties.put("connectTimeout", seconds(connect));
        properties.put("tcpKeepAlive", "true");
        properties.put("gssEncMode", "disable");
        properties.putAll(dsn.properties());
        properties.put("socketTimeout", seconds(statement.plusSeconds(1)));
        properties.put("options", switches(dsn.options(), runtime));
        return properties;
    }

    private static String switches(String options, SequencedMap<String, String> runtime) {
        return runtime.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" ", options.isEmpty() ? "" : options + " ", ""));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.plusMillis(999).toSeconds());
    }
}
