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

    /** The parts that differ from call to call: numbers, ids, quoted names. */
    private static final Pattern PARTICULARS = Pattern.compile("\"[^\"]*\"|[0-9a-f]{12,}|[0-9]+");

    private final Dependency dependency;
    private final String reason;
    private final boolean refusal;

    /** Names the dependency that failed and how it failed. */
    public DependencyUnavailableException(
            Dependency dependency, String message, @Nullable Throwable cause) {
        this(dependency, message, cause, general(message, cause));
    }

    /**
     * Also names the cause.
     *
     * @param reason the cause, the same text for all calls that fail because of it
     */
    public DependencyUnavailableException(
            Dependency dependency, String message, @Nullable Throwable cause, String reason) {
        this(dependency, message, cause, reason, false);
    }

    /**
     * Also says whether it answered.
     *
     * @param refusal as {@link #isRefusal}
     */
    public DependencyUnavailableException(
            Dependency dependency,
            String message,
            @Nullable Throwable cause,
            String reason,
            boolean refusal) {
        super(dependency.words() + ": " + message, cause);
        this.dependency = dependency;
        this.reason = reason;
        this.refusal = refusal;
    }

    private static String general(String message, @Nullable Throwable thrown) {
        String words = message;
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            words = each.getClass().getSimpleName() + ": " + each.getMessage();
        }
        return PARTICULARS.matcher(words).replaceAll("#");
    }

    /** The dependency that did not answer. */
    public Dependency dependency() {
        return dependency;
    }

    /**
     * The cause: the same text for all calls that fail because of it, so that causes can be
     * compared.
     */
    public String reason() {
        return reason;
    }

    /** Whether it answered and refused this work, so that it may accept the work of other games. */
    public boolean isRefusal() {
        return refusal;
    }

    /** The message, starting with the dependency's name; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
