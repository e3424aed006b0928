package rtm.testkit.server;

import rtm.testkit.server.FakeDaemon.Asked;

/** What the service asks of a daemon. */
public enum Question {
    /** Whether it answers. */
    PING("GET", "/_ping"),
    /** What it reports about itself. */
    INFO("GET", "/info"),
    /** The network of the engines. */
    NETWORK("GET", "/networks/.*"),
    /** An image. */
    IMAGE("GET", "/images/.*/json"),
    /** Which containers there are. */
    LIST("GET", "/containers/json"),
    /** One container. */
    INSPECT("GET", "/containers/[0-9a-f]{4,64}/json"),
    /** What a container's engine wrote. */
    LOGS("GET", "/containers/[0-9a-f]{4,64}/logs"),
    /** Create a container. */
    CREATE("POST", "/containers/create"),
    /** Start one. */
    START("POST", "/containers/[0-9a-f]{4,64}/start"),
    /** Stop one. */
    STOP("POST", "/containers/[0-9a-f]{4,64}/stop"),
    /** Rename one. */
    RENAME("POST", "/containers/[0-9a-f]{4,64}/rename"),
    /** Remove one. */
    REMOVE("DELETE", "/containers/[0-9a-f]{4,64}"),
    /** What happens. */
    EVENTS("GET", "/events");

    private final String method;
    private final String path;

    Question(String method, String path) {
        this.method = method;
        this.path = path;
    }

    boolean is(Asked asked) {
        return asked.is(method, path);
    }
}
