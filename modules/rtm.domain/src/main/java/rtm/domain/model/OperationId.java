package rtm.domain.model;

import java.util.Optional;
import java.util.UUID;

/**
 * The identity of one operation, found in its lease, its row and its container's label.
 *
 * @param value random
 */
public record OperationId(UUID value) implements PrintedName {

    /** Reads an operation id from outside; empty if it is invalid. */
    public static Optional<OperationId> parse(String text) {
        try {
            return Optional.of(new OperationId(UUID.fromString(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
