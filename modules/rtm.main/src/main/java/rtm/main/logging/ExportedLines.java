package rtm.main.logging;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Prints the traces and metrics that OpenTelemetry's console exporter hands to the JDK's own
 * logging: each span and each metric one line on standard output, at every log level.
 */
final class ExportedLines extends Handler {

    private static final String EXPORTER = "io.opentelemetry.exporter.logging.";

    private final PrintStream out;

    /**
     * @param out makes one line of what comes until it is flushed
     */
    ExportedLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void publish(LogRecord line) {
        String logger = String.valueOf(line.getLoggerName());
        if (logger.startsWith(EXPORTER)) {
            out.print(
                    "%s %s %s"
                            .formatted(
                                    line.getInstant(),
                                    logger.substring(EXPORTER.length()),
                                    new SimpleFormatter().formatMessage(line)));
            out.flush();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
