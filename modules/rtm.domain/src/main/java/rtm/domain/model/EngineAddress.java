package rtm.domain.model;

/**
 * Where an engine answers this service, which is outside the Docker network and so cannot use the
 * names in it. It holds for one container while that runs, and is never told to others.
 *
 * @param host an IP address as text
 * @param port the port that the engine listens on
 */
public record EngineAddress(String host, int port) {

    /** The port of every engine. */
    public static final int ENGINE_PORT = 8080;

    /** An engine at that IP address. */
    public static EngineAddress at(String host) {
        return new EngineAddress(host, ENGINE_PORT);
    }

    /** As a URL writes it: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
