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

    /** The version of Docker 20.10, the oldest that was tested. */
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** The newest that needs no change in this service; Docker 29 accepts nothing older. */
    static final ApiVersion PREFERRED = new ApiVersion(1, 44);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Pattern REFUSAL =
            Pattern.compile("client version \\S+ is too (?:old|new)");

    /** Reads a version; empty if the text is not one. */
    static Optional<ApiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(
                        new ApiVersion(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** The version to use with a daemon that accepts {@code lowest} to {@code highest}. */
    static ApiVersion choose(ApiVersion lowest, ApiVersion highest) {
        ApiVersion wanted = PREFERRED.compareTo(highest) > 0 ? highest : PREFERRED;
        return wanted.compareTo(lowest) < 0 ? lowest : wanted;
    }

    /** Whether Docker refused the API version of a request. */
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
