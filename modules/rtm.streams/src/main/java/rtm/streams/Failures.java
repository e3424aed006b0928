package rtm.streams;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/** Tells what a failed command means. */
final class Failures {

    /** Error replies of a server that cannot work at present, whatever it is asked. */
    private static final Set<String> SERVER_IS_UNWELL =
            Set.of(
                    "LOADING",
                    "READONLY",
                    "MASTERDOWN",
                    "NOAUTH",
                    "WRONGPASS",
                    "BUSY",
                    "CLUSTERDOWN",
                    "NOREPLICAS",
                    "TRYAGAIN",
                    "UNKILLABLE");

    private Failures() {}

    static DependencyUnavailableException unavailable(String words, @Nullable Throwable cause) {
        return new DependencyUnavailableException(Dependency.REDIS, words, cause);
    }

    /** In the port's terms: whatever goes wrong with Redis is Redis being unavailable. */
    static DependencyUnavailableException unavailable(Throwable cause) {
        return unavailable(words(cause), cause);
    }

    /** What Redis said, or what kept it from being heard. */
    static String words(Throwable cause) {
        return errorReply(cause)
                .map(reply -> "answered " + reply)
                .orElseGet(() -> innermost(cause));
    }

    /** The error with which Redis answered, where it answered at all. */
    static Optional<String> errorReply(@Nullable Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof RedisCommandExecutionException) {
                return Optional.of(String.valueOf(each.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** The error with which Redis, being well, refused just this command. */
    static Optional<String> refusal(Throwable thrown) {
        return errorReply(thrown).filter(reply -> !SERVER_IS_UNWELL.contains(firstWord(reply)));
    }

    private static String firstWord(String reply) {
        int blank = reply.indexOf(' ');
        return blank < 0 ? reply : reply.substring(0, blank);
    }

    /** What is at the bottom of a failure, in its own words. */
    static String innermost(Throwable thrown) {
        Throwable bottom = thrown;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String message = bottom.getMessage();
        return message == null || message.isBlank()
                ? bottom.getClass().getSimpleName()
                : message.strip();
    }
}
