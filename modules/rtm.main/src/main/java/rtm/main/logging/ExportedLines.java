package rtm.main.logging;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Prints the traces and metrics that OpenTelemetry's console exporter writes to the JDK's logging:
 * one line on standard output per span and metric, at every log level.
 */
final class ExportedLines extends Handler {

    private static final String EXPORTER = "io.opentelemetry.exporter.logging.";

    private final PrintStream out;

    /**
     * @param out writes everything up to a flush as one line
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
