package rtm.domain.log;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import rtm.domain.model.PrintedName;
import rtm.domain.model.WireName;
import rtm.domain.time.Durations;

/**
 * One {@code key=value} of a log line. Only values with a form for people are accepted, so that no
 * line shows how Java prints an object.
 *
 * @param key lower case with underscores
 * @param value any text; quoted and escaped when written
 */
public record LogField(String key, String value) {

    /** A text. */
    public static LogField of(String key, String value) {
        return new LogField(key, value);
    }

    /** A whole number. */
    public static LogField of(String key, long value) {
        return new LogField(key, Long.toString(value));
    }

    /** True or false. */
    public static LogField of(String key, boolean value) {
        return new LogField(key, Boolean.toString(value));
    }

    /** A time span, such as {@code 2s} or {@code 1m30s}. */
    public static LogField of(String key, Duration value) {
        return new LogField(key, Durations.text(value));
    }

    /** A moment, in UTC. */
    public static LogField of(String key, Instant value) {
        return new LogField(key, value.toString());
    }

    /** A name of the contract. */
    public static LogField of(String key, WireName value) {
        return new LogField(key, value.wire());
    }

    /** An id or a reference. */
    public static LogField of(String key, PrintedName value) {
        return new LogField(key, value.toString());
    }

    /** A path. */
    public static LogField of(String key, Path value) {
        return new LogField(key, value.toString());
    }

    /** An address. */
    public static LogField of(String key, URI value) {
        return new LogField(key, value.toString());
    }
}
