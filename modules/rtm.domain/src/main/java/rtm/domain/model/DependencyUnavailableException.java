package rtm.domain.model;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A dependency did not answer, or not in time. Whether the call took effect is not known; the same
 * call may be made again.
 */
public final class DependencyUnavailableException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final Dependency dependency;

    /** Says which dependency failed, and in which words. */
    public DependencyUnavailableException(
            Dependency dependency, String message, @Nullable Throwable cause) {
        super(dependency.words() + ": " + message, cause);
        this.dependency = dependency;
    }

    /** Which one did not answer. */
    public Dependency dependency() {
        return dependency;
    }

    /** The message with the dependency's name in front, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
