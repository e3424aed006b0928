package rtm.main.settings;

import java.util.Optional;
import rtm.main.settings.type.VariableType;

/**
 * One environment variable of this service.
 *
 * @param name its whole name
 * @param type what it may hold
 * @param fallback what counts when it is not set; empty for nothing
 * @param required whether it must be set
 * @param example what the example of an environment file holds
 * @param secrecy how much of what it holds may be seen
 * @param meaning what it decides, in a line
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

    /** A variable that need not be set. */
    static <T> Variable<T> of(String name, VariableType<T> type, String fallback, String meaning) {
        return new Variable<>(
                PREFIX + name, type, fallback, false, fallback, Secrecy.NONE, meaning);
    }

    /** A variable that may hold nothing, and by default does. */
    static <T> Variable<Optional<T>> optional(String name, VariableType<T> type, String meaning) {
        return of(name, type.orNothing(), "", meaning);
    }

    /** A variable that must be set. */
    static <T> Variable<T> required(
            String name, VariableType<T> type, String example, String meaning) {
        return new Variable<>(PREFIX + name, type, "", true, example, Secrecy.NONE, meaning);
    }

    /** The same variable, with a secret in it. */
    Variable<T> keeping(Secrecy secret) {
        return new Variable<>(name, type, fallback, required, example, secret, meaning);
    }

    /** What counts when it is not set, in words. */
    String fallbackInWords() {
        if (required) {
            return "required";
        }
        return fallback.isEmpty() ? "empty" : fallback;
    }
}
