package rtm.streams;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.text.FailureWords;
import rtm.streams.ErrorReply.Consequence;

/** Classifies failed commands. */
final class Failures {

    private static final Pattern CLOSED =
            Pattern.compile("(?i)^(connection|channel) (is |was |already )?(closed|disconnected)");

    private Failures() {}

    static DependencyUnavailableException unavailable(String words, @Nullable Throwable cause) {
        return cause == null
                ? new DependencyUnavailableException(Dependency.REDIS, words, null)
                : new DependencyUnavailableException(Dependency.REDIS, words, cause, reason(cause));
    }

    /** For callers of the port, every failure means that Redis is unavailable. */
    static DependencyUnavailableException unavailable(Throwable cause) {
        return unavailable(words(cause), cause);
    }

    /** One command failed; if Redis refused only this command, that is a cause of its own. */
    static DependencyUnavailableException unavailable(Throwable cause, String command) {
        String where = " (" + command + ")";
        return new DependencyUnavailableException(
                Dependency.REDIS,
                words(cause) + where,
                cause,
                refusal(cause).isPresent() ? reason(cause) + where : reason(cause));
    }

    /** A copy of a failure, with the stack of this caller. */
    static DependencyUnavailableException copy(DependencyUnavailableException seen) {
        return unavailable(Optional.<Throwable>ofNullable(seen.getCause()).orElse(seen));
    }

    /** The error that Redis sent, or the reason why no answer arrived. */
    static String words(Throwable cause) {
        return errorReply(cause).map(Failures::words).orElseGet(() -> withoutReply(cause));
    }

    private static String words(String reply) {
        ErrorReply meaning = ErrorReply.of(reply);
        if (meaning == ErrorReply.OTHERDATABASE) {
            return ErrorReply.said(reply);
        }
        return meaning == ErrorReply.OTHER
                ? "answered " + reply
                : meaning.sentence() + ": " + reply;
    }

    private static String withoutReply(Throwable cause) {
        return replica(cause).map(words -> "it " + words).orElseGet(() -> innermost(cause));
    }

    /** The cause of a failure in few words, equal for all failures with that cause. */
    static String reason(Throwable cause) {
        Optional<String> reply = errorReply(cause);
        if (reply.isPresent()) {
            ErrorReply meaning = ErrorReply.of(reply.get());
            return meaning == ErrorReply.OTHER ? reply.get() : meaning.reason();
        }
        return switch (bottom(cause)) {
            case ReplicaException _ -> ErrorReply.READONLY.reason();
            case TimeoutException _, RedisCommandTimeoutException _ -> "no answer";
            case ConnectException refused -> refused.getClass().getSimpleName();
            case UnknownHostException _ -> "unknown host";
            case NoRouteToHostException _ -> "no route";
            default -> "disconnected";
        };
    }

    /** What to do about a failure; empty if Redis did not answer. */
    static Optional<Consequence> consequence(Throwable thrown) {
        return replica(thrown).isPresent()
                ? Optional.of(Consequence.LEAVE)
                : errorReply(thrown).map(reply -> ErrorReply.of(reply).consequence());
    }

    /**
     * A description of the replica that a connection led to; empty if the failure has another
     * cause.
     */
    static Optional<String> replica(Throwable thrown) {
        return bottom(thrown) instanceof ReplicaException replica
                ? Optional.of(String.valueOf(replica.getMessage()))
                : Optional.empty();
    }

    /** The error reply of Redis, without the hash of a script; empty if it did not answer. */
    static Optional<String> errorReply(@Nullable Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof RedisCommandExecutionException) {
                return Optional.of(ErrorReply.withoutPlace(String.valueOf(each.getMessage())));
            }
        }
        return Optional.empty();
    }

    /** The error reply of a working Redis that refused only this command. */
    static Optional<String> refusal(Throwable thrown) {
        return errorReply(thrown)
                .filter(reply -> ErrorReply.of(reply).consequence() == Consequence.REFUSED);
    }

    /** The words of a failure's innermost cause; the client has several for a closed connection. */
    static String innermost(Throwable thrown) {
        Throwable bottom = bottom(thrown);
        String words = FailureWords.of(bottom);
        return bottom instanceof RedisException && CLOSED.matcher(words).find()
                ? FailureWords.CLOSED
                : words;
    }

    private static Throwable bottom(Throwable thrown) {
        Throwable bottom = thrown;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        return bottom;
    }
}
