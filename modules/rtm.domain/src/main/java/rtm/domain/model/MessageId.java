package rtm.domain.model;

import java.util.UUID;

/**
 * The identity of one message to other services; publishing the same id again adds nothing.
 *
 * @param value random
 */
public record MessageId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
