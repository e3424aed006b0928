package rtm.workers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;

/** An outage that is over once a whole round has met no failure. */
final class RoundOutage {

    private static final Duration SLACK = Duration.ofMinutes(2);

    private final Outage outage;
    private final AtomicBoolean met = new AtomicBoolean();

    /** One that has not begun; remembered from one round to the next, however long that is. */
    RoundOutage(Log log, Duration interval, String begun, String ended) {
        this.outage = new Outage(log, interval.plus(SLACK), begun, ended);
    }

    /** Something failed by it. */
    void met(String error, Pair... where) {
        met.set(true);
        outage.met(error, where);
    }

    /** A round has come to its end. */
    void roundEnded() {
        if (!met.getAndSet(false)) {
            outage.over();
        }
    }
}
