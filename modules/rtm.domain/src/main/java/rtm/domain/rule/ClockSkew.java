package rtm.domain.rule;

import java.time.Duration;
import java.time.Instant;

/** The difference between another host's clock and this host's. */
public final class ClockSkew {

    private ClockSkew() {}

    /**
     * How far the other clock is certainly ahead: a difference that the duration of the call can
     * explain does not count.
     *
     * @param asked when the other host was asked, by this host's clock
     * @param reported the time that the other host reported
     * @param received when its answer arrived, by this host's clock
     * @return negative if it is behind
     */
    public static Duration ahead(Instant asked, Instant reported, Instant received) {
        if (reported.isBefore(asked)) {
            return Duration.between(asked, reported);
        }
        return reported.isAfter(received) ? Duration.between(received, reported) : Duration.ZERO;
    }
}
