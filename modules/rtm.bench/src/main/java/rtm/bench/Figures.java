package rtm.bench;

import java.util.List;
import java.util.Locale;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/** Logs measured figures. */
final class Figures {

    private static final Log LOG = Log.of(Figures.class);

    private Figures() {}

    static void log(String what, LogField... figures) {
        LOG.info(what, figures);
    }

    /** Logs the distribution of times in nanoseconds. */
    static void spread(String what, List<Long> nanos) {
        Spread spread = Spread.of(nanos);
        log(
                what,
                LogField.of("count", nanos.size()),
                LogField.of("p50_ms", decimal(spread.p50())),
                LogField.of("p90_ms", decimal(spread.millis(0.9))),
                LogField.of("p99_ms", decimal(spread.p99())),
                LogField.of("max_ms", decimal(spread.millis(1))));
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
