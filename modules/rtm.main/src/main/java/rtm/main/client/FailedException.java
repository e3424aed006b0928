package rtm.main.client;

import java.util.Optional;

/** Something was not done; the message says what. Exit code 1. */
final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String UNNAMED = "failed";

    private final String code;

    FailedException(String message) {
        this(UNNAMED, message);
    }

    /**
     * With the service's code.
     *
     * @param code of the error
     */
    FailedException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    /** The code, if the service has given it. */
    Optional<String> serviceCode() {
        return Optional.of(code).filter(name -> !name.equals(UNNAMED));
    }
}
