package rtm.domain.model;

import java.util.UUID;

/**
 * The identity of one operation, carried by its lease, its row and its container's label.
 *
 * @param value random
 */
public record OperationId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
