package rtm.docker;

import java.time.Duration;

/**
 * How long Docker may take to answer each kind of call; docker-java's own timeouts do nothing on a
 * unix socket.
 */
final class Deadlines {

    static final Duration PING = Duration.ofSeconds(2);
    static final Duration VERSION = Duration.ofSeconds(2);
    static final Duration NETWORK = Duration.ofSeconds(2);
    static final Duration INFO = Duration.ofSeconds(5);
    static final Duration LIST = Duration.ofSeconds(10);
    static final Duration INSPECT = Duration.ofSeconds(5);
    static final Duration EVENTS_BEGIN = Duration.ofSeconds(2);
    static final Duration CREATE = Duration.ofSeconds(30);
    static final Duration START = Duration.ofSeconds(60);
    static final Duration STOP_BEYOND_GRACE = Duration.ofSeconds(15);
    static final Duration LOGS = Duration.ofSeconds(5);
    static final Duration RENAME = Duration.ofSeconds(5);
    static final Duration REMOVE = Duration.ofSeconds(30);

    /** How long a start may wait for its turn, before its own deadline begins. */
    static final Duration TURN_TO_START = Duration.ofMinutes(5);

    private Deadlines() {}
}
