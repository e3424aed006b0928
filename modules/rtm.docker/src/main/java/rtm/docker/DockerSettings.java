package rtm.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How Docker is reached, and what all engines' containers share.
 *
 * @param host {@code unix:///path/of/socket} or {@code tcp://host:port}
 * @param network the user-defined bridge network that engines join; it is never created here
 * @param engineStateMountPath where an engine finds its state folder
 * @param engineStateEnvName the variable that tells an engine that path
 * @param logDriver the log driver of engines; empty for the daemon's own
 * @param logOptions options of the log driver
 * @param imagePullTimeout how long a pull may take as a whole
 * @param imagePullStallTimeout how long a pull may go on without any progress
 * @param maxConcurrentStarts how many containers start at the same moment
 * @param credentialsFolder the folder that holds Docker's own {@code config.json}; {@link
 *     #credentialsFolder(Map, String)} tells which that is
 */
public record DockerSettings(
        URI host,
        String network,
        String engineStateMountPath,
        String engineStateEnvName,
        Optional<String> logDriver,
        Map<String, String> logOptions,
        Duration imagePullTimeout,
        Duration imagePullStallTimeout,
        int maxConcurrentStarts,
        Path credentialsFolder) {

    /** Where Docker listens unless told otherwise. */
    public static final URI DEFAULT_HOST = URI.create("unix:///var/run/docker.sock");

    /** The network's usual name. */
    public static final String DEFAULT_NETWORK = "galaxy-net";

    /** Where engines expect their state. */
    public static final String DEFAULT_ENGINE_STATE_MOUNT_PATH = "/var/lib/galaxy-game";

    /** The variable that engines read. */
    public static final String DEFAULT_ENGINE_STATE_ENV_NAME = "GAME_STATE_PATH";

    /** How long a pull may take. */
    public static final Duration DEFAULT_IMAGE_PULL_TIMEOUT = Duration.ofMinutes(10);

    /** How long a pull may stand still. */
    public static final Duration DEFAULT_IMAGE_PULL_STALL_TIMEOUT = Duration.ofMinutes(1);

    /** Containers that start at the same moment. */
    public static final int DEFAULT_MAX_CONCURRENT_STARTS = 4;

    /**
     * @throws IllegalArgumentException if Docker or the host could not take a value; the message
     *     says which and why
     */
    public DockerSettings {
        logOptions = Map.copyOf(logOptions);
        require(reachable(host), "the Docker host is unix:///path or tcp://host:port");
        require(!network.isBlank(), "the Docker network has a name");
        require(engineStateMountPath.startsWith("/"), "the engine's state mount is absolute");
        require(!engineStateEnvName.isBlank(), "the engine's state variable has a name");
        require(imagePullTimeout.isPositive(), "a pull's timeout is above zero");
        require(imagePullStallTimeout.isPositive(), "a pull's stall timeout is above zero");
        require(maxConcurrentStarts > 0, "at least one container starts at a time");
    }

    /** Settings with every default. */
    public static DockerSettings of(Path credentialsFolder) {
        return new DockerSettings(
                DEFAULT_HOST,
                DEFAULT_NETWORK,
                DEFAULT_ENGINE_STATE_MOUNT_PATH,
                DEFAULT_ENGINE_STATE_ENV_NAME,
                Optional.empty(),
                Map.of(),
                DEFAULT_IMAGE_PULL_TIMEOUT,
                DEFAULT_IMAGE_PULL_STALL_TIMEOUT,
                DEFAULT_MAX_CONCURRENT_STARTS,
                credentialsFolder);
    }

    /**
     * Where Docker's own client keeps its credentials: {@code DOCKER_CONFIG}, else {@code
     * ~/.docker}.
     */
    public static Path credentialsFolder(Map<String, String> environment, String home) {
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        return named.isBlank() ? Path.of(home, ".docker") : Path.of(named);
    }

    private static boolean reachable(URI host) {
        boolean socket = "unix".equals(host.getScheme()) && !pathOf(host).isEmpty();
        boolean remote =
                "tcp".equals(host.getScheme()) && host.getHost() != null && host.getPort() > 0;
        return socket || remote;
    }

    private static String pathOf(URI host) {
        return Optional.ofNullable(host.getPath()).orElse("");
    }

    private static void require(boolean fine, String rule) {
        if (!fine) {
            throw new IllegalArgumentException(rule);
        }
    }
}
