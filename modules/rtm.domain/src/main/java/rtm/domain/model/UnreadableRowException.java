package rtm.domain.model;

import java.io.Serial;

/**
 * A row of the store that belongs to one game holds values that cannot be. Only an operator can
 * repair it; until then that game cannot be worked on, and all others can.
 */
public final class UnreadableRowException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /**
     * Names the row.
     *
     * @param message which row, and what is wrong with it
     */
    public UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
