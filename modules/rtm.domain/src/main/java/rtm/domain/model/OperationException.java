package rtm.domain.model;

import java.io.Serial;

/**
 * A request that cannot be carried out, with the code to report. The message is for an operator:
 * what was tried, on what, what to do.
 */
public final class OperationException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** An error without another exception behind it. */
    public OperationException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** An error that another exception caused. */
    public OperationException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code to report. */
    public ErrorCode code() {
        return code;
    }

    /** The message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
