package rtm.main.client;

/** Nothing useful answers at the service's address; the message says why. Exit code 3. */
final class UnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(message, null, false, false);
    }
}
