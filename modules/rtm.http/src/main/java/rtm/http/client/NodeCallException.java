package rtm.http.client;

import java.io.Serial;

/** The process of another node gave no answer. */
public final class NodeCallException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final boolean sent;

    NodeCallException(String reason, boolean sent, Throwable cause) {
        super(reason, cause);
        this.sent = sent;
    }

    /** Whether it may have received the question, and done what it asks for. */
    public boolean sent() {
        return sent;
    }
}
