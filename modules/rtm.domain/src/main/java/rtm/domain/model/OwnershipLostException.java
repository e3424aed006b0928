package rtm.domain.model;

import java.io.Serial;

/**
 * The operation is no longer ours: its lease ran out, its row was taken over or its record changed
 * under it. Nothing was committed and nothing more may be changed in its name.
 */
public final class OwnershipLostException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** Says what showed the loss. */
    public OwnershipLostException(String message) {
        super(message);
    }
}
