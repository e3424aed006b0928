package rtm.docker.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rtm.docker.api.DockerMessages;
import rtm.docker.api.TemporaryRefusal;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/**
 * Why a pull failed, as a message for an operator: the image, the cause, what to do. With the
 * containerd image store, Docker often shows only the status of the registry's answer.
 */
enum PullFailure {
    DISK_FULL(
            "the disk of the Docker host is full, so %s could not be pulled",
            "no space left on device", "disk quota exceeded"),
    TOO_MANY(
            "the registry allows no more pulls for now, so %s was not pulled",
            "toomanyrequests", "too many requests", ": 429"),
    UNAUTHORIZED(
            "the registry requires credentials for %1$s, or refuses the given ones: check"
                    + " %2$s",
            "unauthorized", "authentication required", "no basic auth credentials", ": 401"),
    UNREACHABLE(
            "the registry of %s could not be reached",
            "no such host",
            "connection refused",
            "connection reset",
            "timeout",
            "timed out",
            "deadline exceeded",
            "network is unreachable",
            "no route to host",
            "server misbehaving",
            "request canceled",
            "temporary failure in name resolution",
            "http response to https client",
            "x509",
            "tls:",
            ": eof",
            "unexpected eof",
            "proxyconnect",
            "dial tcp",
            ": 500",
            ": 502",
            ": 503",
            ": 504"),
    NOT_FOUND(
            "image %1$s does not exist, or this host may not pull it: check the reference"
                    + " and the credentials in %2$s",
            "manifest unknown",
            "not found",
            "does not exist",
            "access denied",
            "denied:",
            "name unknown",
            ": 403",
            ": 404"),
    OTHER("Docker could not pull %s");

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is.
    private final List<String> signs;

    PullFailure(String sentence, String... signs) {
        this.sentence = sentence;
        this.signs = List.of(signs);
    }

    /**
     * The failure that Docker's message shows. The image's own name is ignored: it may contain any
     * word.
     */
    static PullFailure classify(ImageReference image, String words) {
        String lower = words.replace(image.repository(), "").toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(failure -> failure.signs.stream().anyMatch(lower::contains))
                .findFirst()
                .orElse(OTHER);
    }

    /**
     * Whether it is a temporary failure of Docker that does not concern the image or its registry.
     */
    static boolean passes(ImageReference image, String words) {
        boolean ofDockerItself = words.contains("containerd.sock");
        return (ofDockerItself || classify(image, words) == OTHER)
                && TemporaryRefusal.is(500, words);
    }

    /**
     * @param credentials the file that those for registries are in
     */
    static DaemonRefusedException of(ImageReference image, Path credentials, String words) {
        String said = DockerMessages.oneLine(words);
        return new DaemonRefusedException(
                classify(image, said).sentence.formatted(image, credentials)
                        + "; Docker says: "
                        + said,
                null);
    }

    static String stalled(ImageReference image, Duration stallTimeout) {
        return "the pull of %s stalled: no progress for %s"
                .formatted(image, DockerMessages.say(stallTimeout));
    }

    static String tookTooLong(ImageReference image, Duration timeout) {
        return "the pull of %s took longer than %s".formatted(image, DockerMessages.say(timeout));
    }
}
