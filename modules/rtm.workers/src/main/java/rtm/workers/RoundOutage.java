package rtm.workers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;

/** An outage that is over once a whole round has met no failure. */
final class RoundOutage {

    private final Outage outage;
    private final AtomicBoolean met = new AtomicBoolean();

    /** One that has not begun; remembered from one round to the next, however long that is. */
    RoundOutage(Log log, Duration interval, String begun, String ended) {
        this.outage = new Outage(log, Outage.Times.ofRounds(interval), begun, ended);
    }

    /** Something failed by it. */
    void failed(DependencyUnavailableException away, LogField... where) {
        met.set(true);
        outage.failed(away, where);
    }

    /**
     * Something failed by it that is no dependency.
     *
     * @param cause the same each time
     */
    void failed(String cause, String error, LogField... where) {
        met.set(true);
        outage.failed(cause, error, where);
    }

    /** A round has come to its end. */
    void roundEnded() {
        if (!met.getAndSet(false)) {
            outage.ended();
        }
    }
}
