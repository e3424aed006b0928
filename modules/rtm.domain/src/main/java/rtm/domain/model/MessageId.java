package rtm.domain.model;

import java.util.UUID;

/**
 * The identity of one message to other services; an id is published only once.
 *
 * @param value random
 */
public record MessageId(UUID value) implements PrintedName {

    @Override
    public String toString() {
        return value.toString();
    }
}
