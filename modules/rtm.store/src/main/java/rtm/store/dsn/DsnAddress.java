package rtm.store.dsn;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The part of a DSN before its parameters, decoded.
 *
 * @param user never empty
 * @param password empty if there is none
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535
 * @param database the user's name if the DSN has none
 */
record DsnAddress(String user, String password, String host, int port, String database) {

    private static final int DEFAULT_PORT = 5432;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?]");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /** Reads {@code user:password@host:port/database}. */
    static DsnAddress parse(String text) {
        int slash = text.indexOf('/');
        String authority = slash < 0 ? text : text.substring(0, slash);
        String path = slash < 0 ? "" : text.substring(slash + 1);
        if (path.indexOf('/') >= 0 || path.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "it has more than one / after the host; write a / in user or password as %2F");
        }
        int at = authority.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("it names no user; write user:password@host");
        }
        String login = authority.substring(0, at);
        int colon = login.indexOf(':');
        String user = DsnText.decode(colon < 0 ? login : login.substring(0, colon));
        if (user.isEmpty()) {
            throw new IllegalArgumentException("it names no user; write user:password@host");
        }
        String password = colon < 0 ? "" : DsnText.decode(login.substring(colon + 1));
        String database = DsnText.decode(path);
        return at(
                authority.substring(at + 1), user, password, database.isEmpty() ? user : database);
    }

    private static DsnAddress at(String server, String user, String password, String database) {
        if (server.indexOf(',') >= 0) {
            throw new IllegalArgumentException("it names several hosts; name one, the primary");
        }
        int bracket = server.indexOf(']');
        int colon = server.indexOf(':', bracket + 1);
        if (colon >= 0 && colon != server.lastIndexOf(':')) {
            throw new IllegalArgumentException(
                    "its host has more than one colon; put an IPv6 address in brackets");
        }
        String host = DsnText.decode(colon < 0 ? server : server.substring(0, colon));
        requireHost(host);
        int port = colon < 0 ? DEFAULT_PORT : port(server.substring(colon + 1));
        return new DsnAddress(user, password, host, port, database);
    }

    private static void requireHost(String host) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException(
                    "it names no host; write the host's name or address, also for this machine");
        }
        if (host.startsWith("/") || host.startsWith("@")) {
            throw new IllegalArgumentException(
                    "its host is a unix socket, which is not supported; use 127.0.0.1 over TCP");
        }
        if (!NAME.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "its host is neither a name nor an address; put an IPv6 address in brackets");
        }
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "its port is not a number from 1 to 65535; if the password contains / ? # @ or :"
                            + " write that character percent-encoded");
        }
        return port;
    }

    String server() {
        return host + ":" + port;
    }

    String url() {
        return "jdbc:postgresql://"
                + host
                + ":"
                + port
                + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return user + "@" + server() + "/" + database;
    }
}
