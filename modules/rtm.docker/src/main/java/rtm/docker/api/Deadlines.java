package rtm.docker.api;

import java.time.Duration;

/**
 * How long Docker may take to answer each kind of call; docker-java's own timeouts have no effect
 * on a unix socket.
 */
public final class Deadlines {

    public static final Duration PING = Duration.ofSeconds(2);
    public static final Duration VERSION = Duration.ofSeconds(2);
    public static final Duration NETWORK = Duration.ofSeconds(2);
    public static final Duration INFO = Duration.ofSeconds(5);
    public static final Duration LIST = Duration.ofSeconds(10);
    public static final Duration INSPECT = Duration.ofSeconds(5);
    public static final Duration EVENTS_START = Duration.ofSeconds(2);
    public static final Duration CREATE = Duration.ofSeconds(30);
    public static final Duration START = Duration.ofSeconds(60);
    public static final Duration STOP_BEYOND_GRACE = Duration.ofSeconds(15);
    public static final Duration LOGS = Duration.ofSeconds(5);
    public static final Duration USAGE = Duration.ofSeconds(5);
    public static final Duration RENAME = Duration.ofSeconds(5);
    public static final Duration REMOVE = Duration.ofSeconds(30);

    /** How long a start may wait for its turn, before its own deadline starts. */
    public static final Duration TURN_TO_START = Duration.ofMinutes(5);

    private Deadlines() {}
}
