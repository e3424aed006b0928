package rtm.main.client.call;

/** Nothing useful answers at the service's address; the message says why. Exit code 3. */
public final class UnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(message, null, false, false);
    }
}
