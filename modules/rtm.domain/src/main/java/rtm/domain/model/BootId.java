package rtm.domain.model;

import java.util.UUID;

/**
 * The identity of one run of this process; each boot makes a new one.
 *
 * @param value random
 */
public record BootId(UUID value) implements PrintedName {

    @Override
    public String toString() {
        return value.toString();
    }
}
