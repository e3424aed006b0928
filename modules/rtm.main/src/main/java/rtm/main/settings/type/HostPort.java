package rtm.main.settings.type;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port as Go writes them: {@code 127.0.0.1:6379}, {@code [::1]:8096}, {@code :8096}.
 *
 * @param host a name or address without brackets; empty means all addresses of this host
 * @param port from 0 to 65535; 0 lets the system choose
 */
public record HostPort(String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+(?:%\\w+)?)]|([A-Za-z0-9._-]*)):(\\d{1,5})");

    /** Reads an address to listen on; empty if the text is not one. */
    static Optional<HostPort> parseListener(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String address = matcher.group(1);
        String host = address == null ? matcher.group(2) : address;
        boolean bracketsFit = address == null || address.contains(":");
        return bracketsFit && port <= 65_535
                ? Optional.of(new HostPort(host, port))
                : Optional.empty();
    }

    /** Reads an address to connect to, which needs a host and a port other than 0. */
    static Optional<HostPort> parseServer(String text) {
        return parseListener(text).filter(address -> !address.host.isEmpty() && address.port > 0);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
