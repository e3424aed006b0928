package rtm.docker.api;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.RemoteApiVersion;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Docker's API, such as 1.41.
 *
 * @param major the first number
 * @param minor the second number
 */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** What Docker 20.10 speaks; nothing older was tried. */
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** The newest that adds nothing this service would have to know of; Docker 29 asks for it. */
    static final ApiVersion PREFERRED = new ApiVersion(1, 44);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Pattern REFUSAL =
            Pattern.compile("client version \\S+ is too (?:old|new)");

    /** Reads a version; empty when the text is none. */
    static Optional<ApiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(
                        new ApiVersion(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** The version to speak with an engine that takes {@code lowest} to {@code highest}. */
    static ApiVersion choose(ApiVersion lowest, ApiVersion highest) {
        ApiVersion wanted = PREFERRED.compareTo(highest) > 0 ? highest : PREFERRED;
        return wanted.compareTo(lowest) < 0 ? lowest : wanted;
    }

    /** Whether Docker says that it does not speak the version that it was asked in. */
    public static boolean isRefusedBy(DockerException refusal) {
        return refusal instanceof BadRequestException
                && REFUSAL.matcher(DockerMessages.of(refusal)).find();
    }

    RemoteApiVersion remote() {
        return RemoteApiVersion.create(major, minor);
    }

    @Override
    public int compareTo(ApiVersion other) {
        return Comparator.comparingInt(ApiVersion::major)
                .thenComparingInt(ApiVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
