package rtm.main.client;

/** Something was not done; the message says what. Exit code 1. */
final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message, null, false, false);
    }
}
