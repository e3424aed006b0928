package rtm.domain.model;

/**
 * Where this service reaches an engine: it is outside the Docker network and cannot use the names
 * in it. The address is valid for one container while it runs, and is never published.
 *
 * @param host an IP address as text
 * @param port the engine's port there, as the daemon's adapter knows it
 */
public record EngineAddress(String host, int port) implements PrintedName {

    /** As a URL writes it: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
