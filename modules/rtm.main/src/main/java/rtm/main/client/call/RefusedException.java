package rtm.main.client.call;

/** The service answered, and refused. Exit code 1. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The code of the error envelope. */
    public String code() {
        return code;
    }
}
