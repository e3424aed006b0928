package rtm.domain.overview;

import java.util.Optional;

/** A part of the status: seen, or missing for a reason. */
public sealed interface Part<T> {

    /**
     * It was read.
     *
     * @param value what was seen
     */
    record Seen<T>(T value) implements Part<T> {}

    /**
     * It could not be read.
     *
     * @param error the reason, for an operator
     */
    record Missing<T>(String error) implements Part<T> {}

    /** The value, if it was read. */
    default Optional<T> seen() {
        return switch (this) {
            case Seen<T>(T value) -> Optional.of(value);
            case Missing<T> _ -> Optional.empty();
        };
    }

    /** Why it could not be read. */
    default Optional<String> missing() {
        return switch (this) {
            case Seen<T> _ -> Optional.empty();
            case Missing<T>(String error) -> Optional.of(error);
        };
    }
}
