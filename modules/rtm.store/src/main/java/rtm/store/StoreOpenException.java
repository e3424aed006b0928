package rtm.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL cannot be used with its present setup; the message is one sentence for an operator.
 */
public final class StoreOpenException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    StoreOpenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message: what is wrong, and what to do. Never null, never with a password. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
