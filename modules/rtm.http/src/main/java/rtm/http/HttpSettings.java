package rtm.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the listener listens, and what it lets a client do.
 *
 * @param host the name or address to listen on; empty means every address of this host, IPv4 and
 *     IPv6
 * @param port the port; 0 lets the system choose
 * @param readHeaderTimeout how long a request's line and headers may take to arrive
 * @param readTimeout how long a request's body may take to arrive, and an answer to be taken
 * @param idleTimeout how long a connection may stay open between two requests
 * @param maxConcurrentRequests how many requests are worked on at once; the probes are not counted
 * @param token what a caller must show on all routes but the probes; empty means nothing
 * @param readToken what a caller may show instead on routes that only read
 * @param allowedHosts the names, beside addresses and localhost, by which browsers may call
 * @param console what the page for browsers may do
 */
public record HttpSettings(
        Optional<String> host,
        int port,
        Duration readHeaderTimeout,
        Duration readTimeout,
        Duration idleTimeout,
        int maxConcurrentRequests,
        Optional<String> token,
        Optional<String> readToken,
        Set<String> allowedHosts,
        ConsoleMode console) {

    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /**
     * @throws IllegalArgumentException if a value cannot be worked with
     */
    public HttpSettings {
        check(port >= 0 && port <= 65_535, "a port is from 0 to 65535");
        check(readHeaderTimeout.toMillis() > 0, "the read header timeout is at least 1ms");
        check(readTimeout.toMillis() > 0, "the read timeout is at least 1ms");
        check(idleTimeout.toMillis() > 0, "the idle timeout is at least 1ms");
        check(maxConcurrentRequests > 0, "at least one request is worked on at a time");
        allowedHosts = Set.copyOf(allowedHosts);
        check(token.filter(String::isBlank).isEmpty(), "a token is not blank");
        check(readToken.filter(String::isBlank).isEmpty(), "a token is not blank");
        check(
                readToken.isEmpty() || (token.isPresent() && !token.equals(readToken)),
                "a token for reading needs another one for everything");
        check(console != ConsoleMode.ACT || token.isPresent(), "a page that acts needs a token");
    }

    /** Settings without a token for reading, and with a page that only shows. */
    public HttpSettings(
            Optional<String> host,
            int port,
            Duration readHeaderTimeout,
            Duration readTimeout,
            Duration idleTimeout,
            int maxConcurrentRequests,
            Optional<String> token,
            Set<String> allowedHosts) {
        this(
                host,
                port,
                readHeaderTimeout,
                readTimeout,
                idleTimeout,
                maxConcurrentRequests,
                token,
                Optional.empty(),
                allowedHosts,
                ConsoleMode.READ);
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Port 8096 on every address, without a token (examples). */
    public static HttpSettings defaults() {
        return new HttpSettings(
                Optional.empty(),
                8096,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                256,
                Optional.empty(),
                Set.of());
    }

    /** The address as an operator writes it: {@code :8096}, {@code [::1]:8096}. */
    public String address() {
        return host.map(name -> name.contains(":") ? "[" + name + "]" : name).orElse("")
                + ":"
                + port;
    }

    /** Whether every host that reaches this one may change games: all addresses and no token. */
    public boolean openToAll() {
        return token.isEmpty() && host.filter(name -> !ALL_ADDRESSES.contains(name)).isEmpty();
    }

    /** All values; the tokens only as set or not set. */
    @Override
    public String toString() {
        return "HttpSettings[address=%s, readHeaderTimeout=%s, readTimeout=%s, idleTimeout=%s, maxConcurrentRequests=%d, token=%s, readToken=%s, allowedHosts=%s, console=%s]"
                .formatted(
                        address(),
                        readHeaderTimeout,
                        readTimeout,
                        idleTimeout,
                        maxConcurrentRequests,
                        token.isPresent() ? "***" : "",
                        readToken.isPresent() ? "***" : "",
                        allowedHosts,
                        console.wire());
    }
}
