package rtm.workers;

import java.time.Duration;
import java.util.Arrays;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.time.Deadline;

/**
 * Tells an outage once when it begins and once when it ends, however often it is met meanwhile;
 * what comes between is told at debug. One whose end nobody saw is forgotten after a while without
 * a failure.
 */
final class Outage {

    /** Longer than any call may take, with the wait after it. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private final Log log;
    private final Duration forgottenAfter;
    private final String begun;
    private final String ended;
    private final Pair[] about;
    private long since;
    private long times;
    private Deadline forgotten = Deadline.in(Duration.ZERO);
    private long over = System.nanoTime();

    /**
     * An outage that has not begun.
     *
     * @param begun the sentence for its beginning
     * @param ended the sentence for its end
     * @param about what stands on each of its lines
     */
    Outage(Log log, String begun, String ended, Pair... about) {
        this(log, FORGOTTEN_AFTER, begun, ended, about);
    }

    Outage(Log log, Duration forgottenAfter, String begun, String ended, Pair... about) {
        this.log = log;
        this.forgottenAfter = forgottenAfter;
        this.begun = begun;
        this.ended = ended;
        this.about = about.clone();
    }

    /** Something failed by it. */
    void met(String error, Pair... where) {
        met(System.nanoTime(), error, where);
    }

    /**
     * Something failed by it, or by the one before that is over.
     *
     * @param tried when it was tried, on the monotonic clock
     */
    synchronized void met(long tried, String error, Pair... where) {
        Pair[] pairs = with(where);
        pairs[pairs.length - 1] = Pair.of("error", error);
        if (times == 0 && tried - over < 0) {
            log.debug(begun, pairs);
            return;
        }
        times = forgotten.past() ? 1 : times + 1;
        forgotten = Deadline.in(forgottenAfter);
        if (times == 1) {
            since = System.nanoTime();
            log.warn(begun, pairs);
        } else {
            log.debug(begun, pairs);
        }
    }

    /** What had failed by it works again. */
    synchronized void over() {
        if (times > 0) {
            Pair[] pairs = with(Pair.of("failures", times));
            pairs[pairs.length - 1] = Pair.of("after_ms", (System.nanoTime() - since) / 1_000_000);
            times = 0;
            over = System.nanoTime();
            log.info(ended, pairs);
        }
    }

    /** The common pairs, the others, and room for one more. */
    private Pair[] with(Pair... others) {
        Pair[] pairs = Arrays.copyOf(about, about.length + others.length + 1);
        System.arraycopy(others, 0, pairs, about.length, others.length);
        return pairs;
    }
}
