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
        List<Long> sorted = nanos.stream().sorted().toList();
        log(
                what,
                LogField.of("count", sorted.size()),
                LogField.of("p50_ms", at(sorted, 0.5)),
                LogField.of("p90_ms", at(sorted, 0.9)),
                LogField.of("p99_ms", at(sorted, 0.99)),
                LogField.of("max_ms", at(sorted, 1)));
    }

    private static String at(List<Long> sorted, double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return decimal(sorted.get(Math.max(0, index)) / 1e6);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
