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
 * Brings the lines of libraries that use the JDK's own logging, from warnings on, to the one log,
 * as warnings: what a library calls severe seldom means that someone has to act. A line that comes
 * again within a while is told at debug.
 */
final class LibraryLines extends Handler {

    private static final long WHILE_NANOS = 600_000_000_000L;
    private static final int MOST_REMEMBERED = 100;
    private static final Log LOG = Log.of(LibraryLines.class);

    private final Map<String, Long> told = new HashMap<>();

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
        told.values().removeIf(at -> now - at > WHILE_NANOS);
        return told.size() < MOST_REMEMBERED && told.putIfAbsent(line, now) == null;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
