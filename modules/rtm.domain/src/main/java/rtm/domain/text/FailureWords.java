package rtm.domain.text;

import java.io.EOFException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Why a call failed, for operators: its message, and never the name of a class. */
public final class FailureWords {

    /** For every way in which a connection that was open can end. */
    public static final String CLOSED = "the connection was closed";

    /** A cause is often put into the message of what it caused. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:: *|$)");

    private FailureWords() {}

    /** The words of one failure; those of its cause if it has none of its own. */
    public static String of(Throwable failure) {
        String message =
                CLASS_NAME
                        .matcher(Optional.ofNullable(failure.getMessage()).orElse("").strip())
                        .replaceFirst("");
        if (!message.isBlank()) {
            return message;
        }
        return switch (failure) {
            case ClosedChannelException _, EOFException _ -> CLOSED;
            case ConnectException _ when failure.getCause() == null -> "connection refused";
            case UnresolvedAddressException _ -> "its name cannot be resolved";
            case TimeoutException _ -> "no answer in time";
            case CancellationException _, InterruptedException _ -> "it was cancelled";
            default ->
                    Optional.ofNullable(failure.getCause())
                            .map(FailureWords::of)
                            .orElse("no reason is known");
        };
    }
}
