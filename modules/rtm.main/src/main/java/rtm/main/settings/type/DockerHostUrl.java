package rtm.main.settings.type;

import java.net.URI;
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
            return length <= LONGEST_PATH ? Optional.of(URI.create(text)) : Optional.empty();
        }
        return text.startsWith("tcp://")
                ? HostPort.parseServer(text.substring("tcp://".length()))
                        .map(address -> URI.create("tcp://" + address))
                : Optional.empty();
    }
}
