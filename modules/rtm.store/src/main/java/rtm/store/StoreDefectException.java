package rtm.store;

import java.io.Serial;

/**
 * PostgreSQL refused a valid statement: a defect of this program, or someone changed the schema.
 */
final class StoreDefectException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    StoreDefectException(String message, Throwable cause) {
        super(message, cause);
    }
}
