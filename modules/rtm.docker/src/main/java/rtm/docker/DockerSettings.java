package rtm.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach Docker, and the settings that all engine containers share.
 *
 * @param host {@code unix:///path/of/socket} or {@code tcp://host:port}
 * @param network the user-defined bridge network that engines join; this service never creates it
 * @param engineStateMountPath where an engine finds its state folder
 * @param engineStateEnvName the environment variable in which an engine finds that path
 * @param logDriver the log driver of engines; empty for the daemon's default
 * @param logOptions options of the log driver
 * @param imagePullTimeout how long a pull may take as a whole
 * @param imagePullStallTimeout how long a pull may make no progress
 * @param maxConcurrentStarts how many containers may start at the same time
 * @param credentialsFolder the folder with Docker's own {@code config.json}; see {@link
 *     #credentialsFolder(Map, String)}
 * @param node the name of this node, which new engines carry as a label; empty if it is the only
 *     one
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
        Path credentialsFolder,
        Optional<String> node) {

    /** The default address of Docker. */
    public static final URI DEFAULT_HOST = URI.create("unix:///var/run/docker.sock");

    /** The network's usual name. */
    public static final String DEFAULT_NETWORK = "galaxy-net";

    /** Where engines expect their state. */
    public static final String DEFAULT_ENGINE_STATE_MOUNT_PATH = "/var/lib/galaxy-game";

    /** The variable that engines read. */
    public static final String DEFAULT_ENGINE_STATE_ENV_NAME = "GAME_STATE_PATH";

    /** The default of the time for a pull. */
    public static final Duration DEFAULT_IMAGE_PULL_TIMEOUT = Duration.ofMinutes(10);

    /** The default of the time without progress of a pull. */
    public static final Duration DEFAULT_IMAGE_PULL_STALL_TIMEOUT = Duration.ofMinutes(1);

    /** The default number of containers that may start at the same time. */
    public static final int DEFAULT_MAX_CONCURRENT_STARTS = 4;

    /**
     * @throws IllegalArgumentException if Docker or the host cannot use a value; the message says
     *     which and why
     */
    public DockerSettings {
        logOptions = Map.copyOf(logOptions);
        require(reachable(host), "the Docker host must be unix:///path or tcp://host:port");
        require(!network.isBlank(), "the Docker network must have a name");
        require(
                engineStateMountPath.startsWith("/"),
                "the engine's state mount must be an absolute path");
        require(!engineStateEnvName.isBlank(), "the engine's state variable must have a name");
        require(imagePullTimeout.isPositive(), "a pull's timeout must be positive");
        require(imagePullStallTimeout.isPositive(), "a pull's stall timeout must be positive");
        require(maxConcurrentStarts > 0, "at least one start at a time must be allowed");
    }

    /** The settings of the only node. */
    public DockerSettings(
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
        this(
                host,
                network,
                engineStateMountPath,
                engineStateEnvName,
                logDriver,
                logOptions,
                imagePullTimeout,
                imagePullStallTimeout,
                maxConcurrentStarts,
                credentialsFolder,
                Optional.empty());
    }

    /** Default settings. */
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
