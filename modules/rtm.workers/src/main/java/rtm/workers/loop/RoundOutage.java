package rtm.workers.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;

/** An outage that ends with the first round without a failure. */
public final class RoundOutage {

    private final Outage outage;
    private final AtomicBoolean met = new AtomicBoolean();

    /**
     * Creates an outage that has not started; it lasts between rounds, however long the interval.
     */
    public RoundOutage(Log log, Duration interval, String started, String ended) {
        this.outage = new Outage(log, Outage.Times.ofRounds(interval), started, ended);
    }

    /** A dependency did not answer. */
    public void failed(DependencyUnavailableException away, LogField... where) {
        met.set(true);
        outage.failed(away, where);
    }

    /**
     * Something failed for another reason.
     *
     * @param cause a short constant that names the reason
     */
    public void failed(String cause, String error, LogField... where) {
        met.set(true);
        outage.failed(cause, error, where);
    }

    /** A round ended. */
    public void roundEnded() {
        if (!met.getAndSet(false)) {
            outage.ended();
        }
    }
}
