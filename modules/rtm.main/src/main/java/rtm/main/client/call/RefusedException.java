package rtm.main.client.call;

/** The service answered, and refused. Exit code 1, or 2 if the request itself was wrong. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /**
     * Whether another request was needed: a value that was typed is none that the service takes.
     */
    public boolean isUsage() {
        return "invalid_request".equals(code);
    }

    public boolean isNotFound() {
        return "not_found".equals(code);
    }

    /** Whether the service misses what it needs for the answer. */
    public boolean isUnavailable() {
        return "service_unavailable".equals(code);
    }

    /** The same with more words. */
    public RefusedException with(String more) {
        return new RefusedException(code, getMessage() + more);
    }

    /** The code of the error envelope. */
    public String code() {
        return code;
    }
}
