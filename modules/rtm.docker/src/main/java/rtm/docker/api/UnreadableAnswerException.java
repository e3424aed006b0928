package rtm.docker.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer arrived completely but does not have the expected form. */
public final class UnreadableAnswerException extends IOException {

    @java.io.Serial private static final long serialVersionUID = 1L;

    public UnreadableAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
