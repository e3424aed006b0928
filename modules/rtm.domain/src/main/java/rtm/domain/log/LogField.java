package rtm.domain.log;

/**
 * One {@code key=value} of a log line.
 *
 * @param key lower case with underscores
 * @param value any text; quoted and escaped when written
 */
public record LogField(String key, String value) {

    /** A pair with any value. */
    public static LogField of(String key, Object value) {
        return new LogField(key, String.valueOf(value));
    }
}
