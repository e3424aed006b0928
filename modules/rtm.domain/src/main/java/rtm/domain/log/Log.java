package rtm.domain.log;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log that all code of this service writes to. Each event is one line: a sentence, then {@code
 * key=value} pairs. Values are quoted and escaped, so that no id, image name or foreign message can
 * forge a line.
 *
 * <p>Levels: error, an operator must act; warn, something is wrong and the service handles it;
 * info, a state changed; debug, what led to it.
 */
public final class Log {

    private static volatile Supplier<Optional<String>> trace = Optional::empty;

    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    /** The log of a class. */
    public static Log of(Class<?> owner) {
        return new Log(LoggerFactory.getLogger(owner));
    }

    /**
     * Adds the current trace of the thread to the end of each line from now on.
     *
     * @param currentTrace returns the id of that trace, if any
     */
    public static void addTrace(Supplier<Optional<String>> currentTrace) {
        trace = currentTrace;
    }

    /** What led to a change. */
    public void debug(String sentence, LogField... pairs) {
        write(Level.DEBUG, sentence, pairs);
    }

    /** A state changed. */
    public void info(String sentence, LogField... pairs) {
        write(Level.INFO, sentence, pairs);
    }

    /**
     * Logs a repeated event: a warning the first time, debug lines after that.
     *
     * @param first whether this is the first time
     */
    public void warnOnce(boolean first, String sentence, LogField... pairs) {
        if (first) {
            warn(sentence, pairs);
        } else {
            debug(sentence, pairs);
        }
    }

    /** Something is wrong and the service handles it. */
    public void warn(String sentence, LogField... pairs) {
        write(Level.WARN, sentence, pairs);
    }

    /** An operator must act. */
    public void error(String sentence, LogField... pairs) {
        write(Level.ERROR, sentence, pairs);
    }

    /**
     * A defect of this service: the line says what failed and contains the escaped stack trace.
     * Only defects are logged with a stack trace.
     */
    public void defect(String sentence, Throwable cause, LogField... pairs) {
        LogField[] all = Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = LogField.of("error", cause.toString());
        all[pairs.length + 1] = LogField.of("stack", Stacks.oneLine(cause));
        write(Level.ERROR, sentence, all);
    }

    private void write(Level level, String sentence, LogField... pairs) {
        if (logger.isEnabledForLevel(level)) {
            logger.atLevel(level).log(Logfmt.line(sentence, withTrace(pairs)));
        }
    }

    private static LogField[] withTrace(LogField... pairs) {
        return trace.get()
                .map(id -> {
                    LogField[] all = Arrays.copyOf(pairs, pairs.length + 1);
                    all[pairs.length] = LogField.of("trace_id", id);
                    return all;
                })
                .orElse(pairs);
    }
}
