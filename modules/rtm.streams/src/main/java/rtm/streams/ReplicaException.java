package rtm.streams;

import java.io.Serial;

/** A connection leads to a replica, which takes no writes. */
final class ReplicaException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    ReplicaException(String words) {
        super(words);
    }
}
