package rtm.bench;

import java.util.List;

/**
 * The distribution of durations.
 *
 * @param nanos sorted
 */
record Spread(List<Long> nanos) {

    static Spread of(List<Long> nanos) {
        return new Spread(nanos.stream().sorted().toList());
    }

    /** A row of a table: what it is, the median, and what all but the worst percent stay below. */
    Object[] cells(String what) {
        return new Object[] {what, p50(), p99()};
    }

    double p50() {
        return millis(0.5);
    }

    double p99() {
        return millis(0.99);
    }

    /** The smallest duration, in milliseconds, that this part of them does not exceed. */
    double millis(double part) {
        int index = (int) Math.ceil(part * nanos.size()) - 1;
        return nanos.get(Math.max(0, index)) / 1e6;
    }
}
