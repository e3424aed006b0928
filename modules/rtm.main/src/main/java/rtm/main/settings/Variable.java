package rtm.main.settings;

import java.util.Optional;
import rtm.main.settings.type.VariableType;

/**
 * One environment variable of this service.
 *
 * @param name its full name
 * @param type its type
 * @param fallback its value if it is not set; may be empty
 * @param required whether it must be set
 * @param example its value in the example environment file
 * @param secrecy how much of its value may be shown
 * @param meaning what it decides, in one sentence
 */
record Variable<T>(
        String name,
        VariableType<T> type,
        String fallback,
        boolean required,
        String example,
        Secrecy secrecy,
        String meaning) {

    static final String PREFIX = "RTMANAGER_";

    /** An optional variable with a fallback. */
    static <T> Variable<T> of(String name, VariableType<T> type, String fallback, String meaning) {
        return new Variable<>(
                PREFIX + name, type, fallback, false, fallback, Secrecy.NONE, meaning);
    }

    /** An optional variable that is empty by default. */
    static <T> Variable<Optional<T>> optional(String name, VariableType<T> type, String meaning) {
        return of(name, type.orNothing(), "", meaning);
    }

    /** A variable that must be set. */
    static <T> Variable<T> required(
            String name, VariableType<T> type, String example, String meaning) {
        return new Variable<>(PREFIX + name, type, "", true, example, Secrecy.NONE, meaning);
    }

    /** The same variable with this secrecy. */
    Variable<T> keeping(Secrecy secret) {
        return new Variable<>(name, type, fallback, required, example, secret, meaning);
    }

    /** Its fallback, in words. */
    String fallbackInWords() {
        if (required) {
            return "required";
        }
        return fallback.isEmpty() ? "empty" : fallback;
    }
}
