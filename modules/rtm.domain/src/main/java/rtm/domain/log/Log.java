package rtm.domain.log;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log, as all code here writes it: one line an event, a sentence and then {@code key=value}
 * pairs, quoted and escaped so that no id, image name or message from elsewhere can forge a line.
 *
 * <p>Levels: error, someone has to act; warn, something is wrong and is being dealt with; info, a
 * state changed; debug, what led to it.
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
     * From now on each line ends with the trace that its thread is at work on.
     *
     * @param currentTrace gives the id of that trace; empty where there is none
     */
    public static void telling(Supplier<Optional<String>> currentTrace) {
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
     * What may happen again and again: a warning the first time, then a debug line.
     *
     * @param first whether it happens for the first time
     */
    public void warnOnce(boolean first, String sentence, LogField... pairs) {
        if (first) {
            warn(sentence, pairs);
        } else {
            debug(sentence, pairs);
        }
    }

    /** Something is wrong and is being dealt with. */
    public void warn(String sentence, LogField... pairs) {
        write(Level.WARN, sentence, pairs);
    }

    /** Someone has to act. */
    public void error(String sentence, LogField... pairs) {
        write(Level.ERROR, sentence, pairs);
    }

    /**
     * A defect here: the line says what failed, and the stack trace follows on it, escaped, since
     * only a defect is worth one.
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
