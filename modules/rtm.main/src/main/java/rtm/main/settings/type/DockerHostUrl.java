package rtm.main.settings.type;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a Docker daemon listens: a unix socket, or TCP without TLS. */
public final class DockerHostUrl {

    private static final Pattern UNIX = Pattern.compile("unix://(/[^\\p{Cntrl} %?#]+)");

    /** The longest socket path that the kernel accepts. */
    private static final int LONGEST_PATH = 107;

    private DockerHostUrl() {}

    /** Reads such a URL; empty if the text is not one. */
    public static Optional<URI> parse(String text) {
        var unix = UNIX.matcher(text);
        if (unix.matches()) {
            int length = unix.group(1).getBytes(StandardCharsets.UTF_8).length;
            return length <= LONGEST_PATH ? uri(text) : Optional.empty();
        }
        return text.startsWith("tcp://")
                ? HostPort.parseServer(text.substring("tcp://".length()))
                        .flatMap(address -> uri("tcp://" + address))
                : Optional.empty();
    }

    /** Some characters that no one sees, such as a no-break space, are no part of a URL. */
    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
