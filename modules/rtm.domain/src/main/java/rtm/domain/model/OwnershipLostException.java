package rtm.domain.model;

import java.io.Serial;

/**
 * This process no longer owns the operation: its lease expired, another process took its row over,
 * or its record changed. Nothing was committed, and the operation must not change anything more.
 */
public final class OwnershipLostException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** Says how the loss was noticed. */
    public OwnershipLostException(String message) {
        super(message);
    }
}
