package rtm.store.dsn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A supported parameter of a DSN, and its translation. */
enum DsnParameter {
    SSLMODE("sslmode", "disable|allow|prefer|require|verify-ca|verify-full"),
    SSLROOTCERT("sslrootcert", ".+"),
    SSLCERT("sslcert", ".+"),
    SSLKEY("sslkey", ".+"),
    SSLPASSWORD("sslpassword", ".+"),
    CONNECT_TIMEOUT("connectTimeout", "[1-9]\\d{0,3}"),
    APPLICATION_NAME("ApplicationName", ".{1,63}"),
    TARGET_SESSION_ATTRS("targetServerType", "any|read-write|primary"),
    KEEPALIVES("tcpKeepAlive", "0|1"),
    GSSENCMODE("gssEncMode", "disable|prefer|require"),
    CHANNEL_BINDING("channelBinding", "disable|prefer|require"),
    REQUIRE_AUTH("requireAuth", ".+"),
    LOAD_BALANCE_HOSTS("loadBalanceHosts", "disable|random"),
    STATEMENT_TIMEOUT("", Forms.TIME),
    LOCK_TIMEOUT("", Forms.TIME),
    IDLE_IN_TRANSACTION_SESSION_TIMEOUT("", Forms.TIME);

    private final String property;
    private final Pattern accepted;

    DsnParameter(String property, String accepted) {
        this.property = property;
        this.accepted = Pattern.compile(accepted);
    }

    static Optional<DsnParameter> named(String name) {
        return Arrays.stream(values()).filter(known -> known.written().equals(name)).findFirst();
    }

    private String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Adds the translated parameter to the driver's or the server's parameters. */
    void apply(String value, Map<String, String> driver, Map<String, String> runtime) {
        if (!accepted.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "its " + written() + " is not accepted; accepted is " + words());
        }
        switch (this) {
            case SSLROOTCERT -> rootCertificate(value, driver);
            case TARGET_SESSION_ATTRS ->
                    driver.put(property, value.equals("any") ? "any" : "primary");
            case KEEPALIVES -> driver.put(property, String.valueOf(value.equals("1")));
            case LOAD_BALANCE_HOSTS -> driver.put(property, String.valueOf(value.equals("random")));
            case STATEMENT_TIMEOUT, LOCK_TIMEOUT, IDLE_IN_TRANSACTION_SESSION_TIMEOUT ->
                    runtime.put(written(), value);
            case SSLMODE,
                    SSLCERT,
                    SSLKEY,
                    SSLPASSWORD,
                    CONNECT_TIMEOUT,
                    APPLICATION_NAME,
                    GSSENCMODE,
                    CHANNEL_BINDING,
                    REQUIRE_AUTH ->
                    driver.put(property, value);
        }
    }

    /** The driver has no value for the system's certificates, only a factory that uses Java's. */
    private static void rootCertificate(String value, Map<String, String> driver) {
        if (value.equals("system")) {
            driver.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            driver.put("sslrootcert", value);
        }
    }

    private String words() {
        return switch (this) {
            case CONNECT_TIMEOUT -> "a number of seconds from 1 to 9999";
            case STATEMENT_TIMEOUT, LOCK_TIMEOUT, IDLE_IN_TRANSACTION_SESSION_TIMEOUT ->
                    "a time above zero such as 5000 (milliseconds) or 5s";
            case APPLICATION_NAME -> "a text of at most 63 characters";
            case SSLROOTCERT, SSLCERT, SSLKEY, SSLPASSWORD, REQUIRE_AUTH -> "a text";
            case SSLMODE,
                    TARGET_SESSION_ATTRS,
                    KEEPALIVES,
                    GSSENCMODE,
                    CHANNEL_BINDING,
                    LOAD_BALANCE_HOSTS ->
                    accepted.pattern().replace("|", ", ");
        };
    }

    /** Why an unsupported parameter is refused, and what to use instead. */
    static String refusal(String name) {
        return switch (name) {
            case "host", "hostaddr", "port", "user", "password", "dbname" ->
                    "it gives " + name + " as a parameter; write it before the ? instead";
            case "pool_max_conns" ->
                    "it gives pool_max_conns; set RTMANAGER_POSTGRES_MAX_OPEN_CONNS instead";
            case "pool_min_conns", "pool_min_idle_conns" ->
                    "it gives " + name + "; set RTMANAGER_POSTGRES_MAX_IDLE_CONNS instead";
            case "pool_max_conn_lifetime" ->
                    "it gives pool_max_conn_lifetime; set RTMANAGER_POSTGRES_CONN_MAX_LIFETIME"
                            + " instead";
            case "tcp_user_timeout" ->
                    "it gives tcp_user_timeout, which has no equivalent here; remove it";
            default -> "it has the parameter " + name + ", which is not supported";
        };
    }

    private static final class Forms {
        static final String TIME = "[1-9]\\d{0,8}(?:ms|s|min)?";
    }
}
