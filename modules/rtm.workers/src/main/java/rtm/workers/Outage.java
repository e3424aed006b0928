package rtm.workers;

import java.util.Arrays;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;

/**
 * Tells an outage once when it begins and once when it ends, however often it is met meanwhile;
 * what comes between is told at debug.
 */
final class Outage {

    private final Log log;
    private final String begun;
    private final String ended;
    private final Pair[] about;
    private long since;
    private long times;

    /**
     * An outage that has not begun.
     *
     * @param begun the sentence for its beginning
     * @param ended the sentence for its end
     * @param about what stands on each of its lines
     */
    Outage(Log log, String begun, String ended, Pair... about) {
        this.log = log;
        this.begun = begun;
        this.ended = ended;
        this.about = about.clone();
    }

    /** Something failed by it. */
    synchronized void met(String error, Pair... where) {
        times++;
        Pair[] pairs = with(where);
        pairs[pairs.length - 1] = Pair.of("error", error);
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
