package rtm.main.logging;

import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/**
 * Writes the warnings and errors of libraries that use the JDK's logging to the common log, all as
 * warnings: an error of a library seldom means that an operator must act. A line that is repeated
 * within ten minutes is logged at debug.
 */
final class LibraryLines extends Handler {

    private static final long REPEATED_WITHIN_NANOS = 600_000_000_000L;
    private static final int MOST_REMEMBERED = 100;
    private static final Log LOG = Log.of(LibraryLines.class);

    private final Map<String, Long> logged = new HashMap<>();

    LibraryLines() {
        setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        String message = String.valueOf(new SimpleFormatter().formatMessage(line));
        LogField[] pairs = {
            LogField.of("logger", String.valueOf(line.getLoggerName())),
            LogField.of("message", message),
            LogField.of("error", line.getThrown() == null ? "" : line.getThrown().toString())
        };
        if (isNew(line.getLoggerName() + message)) {
            LOG.warn("library reports", pairs);
        } else {
            LOG.debug("library reports again", pairs);
        }
    }

    private synchronized boolean isNew(String line) {
        long now = System.nanoTime();
        logged.values().removeIf(at -> now - at > REPEATED_WITHIN_NANOS);
        return logged.size() < MOST_REMEMBERED && logged.putIfAbsent(line, now) == null;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
