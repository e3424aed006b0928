package rtm.streams.wire;

/** Bytes that are no reply of Redis. */
final class NoReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoReplyException(String message) {
        super(message);
    }
}
