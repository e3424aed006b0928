package rtm.domain.model;

import java.util.UUID;

/**
 * The identity of one run of this process; a new one each boot.
 *
 * @param value random
 */
public record BootId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
