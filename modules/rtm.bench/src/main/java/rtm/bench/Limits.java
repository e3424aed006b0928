package rtm.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a run that have a limit. They are printed beside it, and the run fails if one of
 * them is beyond.
 */
final class Limits {

    private final Table table = new Table("figure", "value", "limit", "value / limit", "");
    private final List<String> exceeded = new ArrayList<>();

    /** A figure is beyond its limit. */
    static final class ExceededException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private ExceededException(List<String> exceeded) {
            super(String.join("; ", exceeded));
        }
    }

    void atMost(String figure, double value, double most) {
        add(figure, value, "at most " + Figures.decimal(most), value / most, value <= most);
    }

    void atLeast(String figure, double value, double least) {
        add(figure, value, "at least " + Figures.decimal(least), value / least, value >= least);
    }

    private void add(String figure, double value, String limit, double ratio, boolean held) {
        table.row(figure, value, limit, ratio, held ? "held" : "MISSED");
        if (!held) {
            exceeded.add("%s: %s instead of %s".formatted(figure, Figures.decimal(value), limit));
        }
    }

    /**
     * Prints all of them.
     *
     * @throws ExceededException if one is beyond its limit
     */
    void check() {
        if (!table.isEmpty()) {
            table.print("Limits");
        }
        if (!exceeded.isEmpty()) {
            throw new ExceededException(exceeded);
        }
    }
}
