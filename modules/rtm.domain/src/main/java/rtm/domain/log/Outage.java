package rtm.domain.log;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;

/**
 * Logs an outage when it starts and when it ends. In between, a failure is logged if its cause is
 * new, and again every ten minutes; all other failures are logged at debug. If no failure and no
 * recovery is reported for a while, the outage counts as ended.
 */
public final class Outage {

    /** Longer than any call may take, including the wait after it. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    /**
     * The most causes that are logged in that time, so that changing messages do not flood the log.
     */
    private static final int MOST_CAUSES = 8;

    private final Log log;
    private final Times times;
    private final String startLine;
    private final String endLine;
    private final LogField[] about;
    private final Map<String, Deadline> logged = new HashMap<>();
    private long since;
    private long failures;
    private Deadline forgotten = Deadline.in(Duration.ZERO);
    private long over = System.nanoTime();

    /**
     * How long an outage is remembered.
     *
     * @param forgottenAfter the time without a failure after which an outage counts as ended
     * @param againAfter the time after which a lasting cause is logged again
     */
    public record Times(Duration forgottenAfter, Duration againAfter) {

        /** For frequent calls. */
        public static final Times USUAL = new Times(FORGOTTEN_AFTER, AGAIN_AFTER);

        /** For calls that are made once per interval. */
        public static Times ofRounds(Duration interval) {
            return new Times(interval.plus(FORGOTTEN_AFTER), AGAIN_AFTER);
        }
    }

    /**
     * An outage that has not started.
     *
     * @param startLine the log line for its start
     * @param endLine the log line for its end
     * @param about the pairs on each of its lines
     */
    public Outage(Log log, String startLine, String endLine, LogField... about) {
        this(log, Times.USUAL, startLine, endLine, about);
    }

    /** The same with other times. */
    public Outage(Log log, Times times, String startLine, String endLine, LogField... about) {
        this.log = log;
        this.times = times;
        this.startLine = startLine;
        this.endLine = endLine;
        this.about = about.clone();
    }

    /** A call failed because of the outage. */
    public void failed(DependencyUnavailableException away, LogField... where) {
        failed(System.nanoTime(), away, where);
    }

    /**
     * A call failed because of this outage or of an earlier one that has ended.
     *
     * @param tried when the call started, on the monotonic clock
     */
    public void failed(long tried, DependencyUnavailableException away, LogField... where) {
        failed(tried, away.reason(), away.text(), where);
    }

    /**
     * Something failed because of the outage.
     *
     * @param cause the cause, the same text each time
     * @param error the failure's message
     */
    public void failed(String cause, String error, LogField... where) {
        failed(System.nanoTime(), cause, error, where);
    }

    private synchronized void failed(long tried, String cause, String error, LogField... where) {
        LogField[] pairs = with(where);
        pairs[pairs.length - 1] = LogField.of("error", error);
        if (failures == 0 && tried - over < 0) {
            log.debug(startLine, pairs);
            return;
        }
        if (failures == 0 || forgotten.past()) {
            failures = 0;
            since = System.nanoTime();
            logged.clear();
        }
        failures++;
        forgotten = Deadline.in(times.forgottenAfter());
        if (isNews(cause)) {
            log.warn(startLine, pairs);
        } else {
            log.debug(startLine, pairs);
        }
    }

    private boolean isNews(String cause) {
        logged.values().removeIf(Deadline::past);
        if (logged.containsKey(cause) || logged.size() >= MOST_CAUSES) {
            return false;
        }
        logged.put(cause, Deadline.in(times.againAfter()));
        return true;
    }

    /** The failed calls work again. */
    public synchronized void ended(LogField... what) {
        if (failures > 0) {
            LogField[] others = Arrays.copyOf(what, what.length + 1);
            others[what.length] = LogField.of("failures", failures);
            LogField[] pairs = with(others);
            pairs[pairs.length - 1] =
                    LogField.of("after_ms", (System.nanoTime() - since) / 1_000_000);
            failures = 0;
            over = System.nanoTime();
            log.info(endLine, pairs);
        }
    }

    /** The common pairs, the other pairs, and room for one more. */
    private LogField[] with(LogField... others) {
        LogField[] pairs = Arrays.copyOf(about, about.length + others.length + 1);
        System.arraycopy(others, 0, pairs, about.length, others.length);
        return pairs;
    }
}
