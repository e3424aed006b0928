package rtm.domain.rule;

import java.time.Duration;
import java.time.Instant;

/** How far another host's clock is from this one's. */
public final class ClockSkew {

    private ClockSkew() {}

    /**
     * How far the other clock is ahead for certain: what the time of the call can explain is no
     * skew.
     *
     * @param asked when the other host was asked, by the own clock
     * @param told what the other host told
     * @param heard when its answer was here, by the own clock
     * @return negative if it is behind
     */
    public static Duration ahead(Instant asked, Instant told, Instant heard) {
        if (told.isBefore(asked)) {
            return Duration.between(asked, told);
        }
        return told.isAfter(heard) ? Duration.between(heard, told) : Duration.ZERO;
    }
}
