package rtm.main.settings.type;

import java.util.Optional;

/** The result of parsing a text. */
public sealed interface Parsed<T> {

    /**
     * The text is valid.
     *
     * @param value its value
     */
    record Value<T>(T value) implements Parsed<T> {}

    /**
     * The text is not accepted.
     *
     * @param reason what exactly is wrong; may be empty; never quotes a secret
     */
    record Refused<T>(String reason) implements Parsed<T> {}

    /** The value if present; otherwise refused without a specific reason. */
    static <T> Parsed<T> of(Optional<T> value) {
        return value.<Parsed<T>>map(Value::new).orElseGet(() -> new Refused<>(""));
    }
}
