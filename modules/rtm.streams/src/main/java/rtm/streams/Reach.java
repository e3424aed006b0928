package rtm.streams;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;

/** Whether a connection gets answers, once it got the first; one log line when that changes. */
final class Reach {

    private static final Log LOG = Log.of(Reach.class);

    private final String connection;
    private boolean known;
    private boolean away;
    private long awaySince;

    Reach(String connection) {
        this.connection = connection;
    }

    synchronized void answered() {
        known = true;
        if (away) {
            away = false;
            LOG.info(
                    "redis answers again",
                    Pair.of("connection", connection),
                    Pair.of("after", Duration.ofNanos(System.nanoTime() - awaySince)));
        }
    }

    synchronized void failed(String words) {
        if (known && !away) {
            away = true;
            awaySince = System.nanoTime();
            LOG.warn(
                    "redis does not answer",
                    Pair.of("connection", connection),
                    Pair.of("error", words));
        }
    }
}
