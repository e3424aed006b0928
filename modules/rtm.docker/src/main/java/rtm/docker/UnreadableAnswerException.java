package rtm.docker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer arrived whole and is not what was asked for. */
final class UnreadableAnswerException extends IOException {

    @java.io.Serial private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
