package rtm.store;

import java.io.Serial;

/** PostgreSQL refused a statement that it should not refuse: a defect here, or a foreign change. */
final class StoreDefectException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    StoreDefectException(String message, Throwable cause) {
        super(message, cause);
    }
}
