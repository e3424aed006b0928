package rtm.http.message;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The parts of a body after the first one. Each is asked for when the one before was sent, so a
 * client costs the memory of one part, however long the body is.
 */
@FunctionalInterface
public interface BodyParts {

    /**
     * The next part, which is not empty; empty after the last one. May block.
     *
     * @throws RuntimeException if the body cannot be completed: the connection must then be cut, so
     *     that the client sees it
     */
    Optional<ByteBuffer> next();
}
