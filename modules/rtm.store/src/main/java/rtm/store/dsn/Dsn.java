package rtm.store.dsn;

import java.util.Map;
import java.util.TreeMap;

/**
 * The address of PostgreSQL and the login, read from the URL form of the examples: {@code
 * postgres://user:password@host:port/database?search_path=rtmanager&sslmode=…}. The driver does not
 * know this form or most of its parameters, and ignores what it does not know. So the DSN is read
 * here, and anything unknown is refused.
 */
public final class Dsn {

    private final DsnAddress address;
    private final DsnParameters parameters;

    private Dsn(DsnAddress address, DsnParameters parameters) {
        this.address = address;
        this.parameters = parameters;
    }

    /**
     * Reads a DSN.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong and what is
     *     accepted; it never contains text that may be part of a password
     */
    public static Dsn parse(String text) {
        String rest = withoutScheme(text.strip());
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        if (query.indexOf('@') >= 0 || rest.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "it has an @ or a # in a place where none is allowed; in user and password write"
                            + " @ as %40, # as %23, / as %2F, ? as %3F and : as %3A");
        }
        return new Dsn(
                DsnAddress.parse(question < 0 ? rest : rest.substring(0, question)),
                DsnParameters.parse(query));
    }

    private static String withoutScheme(String text) {
        for (String scheme : new String[] {"postgres://", "postgresql://"}) {
            if (text.startsWith(scheme)) {
                return text.substring(scheme.length());
            }
        }
        throw new IllegalArgumentException(
                "it does not start with postgres:// or postgresql://; the form is"
                        + " postgres://user:password@host:port/database?search_path=rtmanager&sslmode=…");
    }

    /** The role that logs in. */
    public String user() {
        return address.user();
    }

    /** The database. */
    public String database() {
        return address.database();
    }

    /** Host and port, as an operator writes them. */
    public String server() {
        return address.server();
    }

    /** The address as the driver wants it, without user and password. */
    public String url() {
        return address.url();
    }

    /** The driver's properties that this DSN sets, including the login. */
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(parameters.driver());
        properties.put("user", address.user());
        if (!address.password().isEmpty()) {
            properties.put("password", address.password());
        }
        return properties;
    }

    /** Run-time parameters of the server that the DSN sets by name. */
    public Map<String, String> runtime() {
        return parameters.runtime();
    }

    /** The text of {@code options}, command-line switches for the server; empty if none. */
    public String options() {
        return parameters.options();
    }

    /** The DSN without its password and without parameters that may hold a secret. */
    @Override
    public String toString() {
        return "postgres://"
                + address.user()
                + (address.password().isEmpty() ? "" : ":***")
                + "@"
                + address.server()
                + "/"
                + address.database()
                + "?search_path="
                + DsnParameters.SCHEMA
                + "&sslmode="
                + parameters.driver().get("sslmode");
    }
}
