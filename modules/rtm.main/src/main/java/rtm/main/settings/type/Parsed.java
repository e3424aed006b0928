package rtm.main.settings.type;

import java.util.Optional;

/** What reading a text came to. */
public sealed interface Parsed<T> {

    /**
     * The text says this.
     *
     * @param value what it says
     */
    record Value<T>(T value) implements Parsed<T> {}

    /**
     * The text is not accepted.
     *
     * @param reason what is wrong with it beyond not being what is accepted; may be empty; never
     *     quotes a secret
     */
    record Refused<T>(String reason) implements Parsed<T> {}

    /** A value if there is one; else refused without a reason of its own. */
    static <T> Parsed<T> of(Optional<T> value) {
        return value.<Parsed<T>>map(Value::new).orElseGet(() -> new Refused<>(""));
    }
}
