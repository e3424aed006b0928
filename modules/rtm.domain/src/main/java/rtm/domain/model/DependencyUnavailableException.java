package rtm.domain.model;

import java.io.Serial;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dependency did not answer, or not in time. Whether the call took effect is not known; the same
 * call may be made again.
 */
public final class DependencyUnavailableException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** What differs from call to call: numbers, ids, quoted names. */
    private static final Pattern PARTICULARS = Pattern.compile("\"[^\"]*\"|[0-9a-f]{12,}|[0-9]+");

    private final Dependency dependency;
    private final String reason;

    /** Says which dependency failed, and in which words. */
    public DependencyUnavailableException(
            Dependency dependency, String message, @Nullable Throwable cause) {
        this(dependency, message, cause, general(message, cause));
    }

    /**
     * The same with its cause named.
     *
     * @param reason what is behind it, the same for all calls that fail by it
     */
    public DependencyUnavailableException(
            Dependency dependency, String message, @Nullable Throwable cause, String reason) {
        super(dependency.words() + ": " + message, cause);
        this.dependency = dependency;
        this.reason = reason;
    }

    private static String general(String message, @Nullable Throwable thrown) {
        String words = message;
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            words = each.getClass().getSimpleName() + ": " + each.getMessage();
        }
        return PARTICULARS.matcher(words).replaceAll("#");
    }

    /** Which one did not answer. */
    public Dependency dependency() {
        return dependency;
    }

    /**
     * What is behind it, the same for all calls that fail by it; to tell one cause from another.
     */
    public String reason() {
        return reason;
    }

    /** The message with the dependency's name in front, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
