package rtm.domain.model;

import java.util.UUID;

/**
 * The identity of one run of this process; each boot makes a new one.
 *
 * @param value random
 */
public record BootId(UUID value) implements PrintedName {

    /** No process: the owner of a job that is assigned to a node and that none there has taken. */
    public static final BootId NONE = new BootId(new UUID(0, 0));

    @Override
    public String toString() {
        return value.toString();
    }
}
