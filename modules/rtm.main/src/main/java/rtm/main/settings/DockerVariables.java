package rtm.main.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import rtm.docker.DockerSettings;
import rtm.domain.model.PullPolicy;
import rtm.main.settings.type.DockerHostUrl;
import rtm.main.settings.type.VariableType;
import rtm.main.settings.type.VariableTypes;

/** The variables of the Docker daemon and of what every container shares. */
final class DockerVariables {

    private static final Pattern NETWORK =
            Pattern.compile("(?!(?:host|none|bridge|default)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DRIVER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,127}");
    private static final VariableType<Duration> PULL =
            VariableTypes.duration(Duration.ofSeconds(1), Duration.ofHours(24));

    static final Variable<URI> HOST =
            Variable.of(
                    "DOCKER_HOST",
                    VariableType.of(
                            "unix:///path/of/socket or tcp://host:port", DockerHostUrl::parse),
                    "unix:///var/run/docker.sock",
                    "Where the Docker daemon listens.");
    static final Variable<String> NETWORK_NAME =
            Variable.of(
                    "DOCKER_NETWORK",
                    VariableTypes.text(
                            "the name of a user-defined Docker network, not bridge, host, none or"
                                    + " default",
                            NETWORK),
                    "galaxy-net",
                    "The network that every engine joins; it must exist.");
    static final Variable<Optional<String>> LOG_DRIVER =
            Variable.optional(
                    "DOCKER_LOG_DRIVER",
                    VariableTypes.text("the name of a Docker log driver", DRIVER),
                    "The log driver of the engines' containers; empty for the daemon's default.");
    static final Variable<Map<String, String>> LOG_OPTIONS =
            Variable.of("DOCKER_LOG_OPTS", pairsOrNone(), "", "The options of the log driver.")
                    .keeping(Secrecy.SECRETS_INSIDE);
    static final Variable<Integer> MAX_CONCURRENT_STARTS =
            Variable.of(
                    "DOCKER_MAX_CONCURRENT_STARTS",
                    VariableTypes.number(1, 100),
                    "4",
                    "How many containers are started at the same time.");
    static final Variable<PullPolicy> PULL_POLICY =
            Variable.of(
                    "IMAGE_PULL_POLICY",
                    VariableTypes.oneOf(PullPolicy.class),
                    "if_missing",
                    "When an image is pulled before a start.");
    static final Variable<Duration> PULL_TIMEOUT =
            Variable.of("IMAGE_PULL_TIMEOUT", PULL, "10m", "How long a whole pull may take.");
    static final Variable<Duration> PULL_STALL_TIMEOUT =
            Variable.of(
                    "IMAGE_PULL_STALL_TIMEOUT",
                    PULL,
                    "1m",
                    "How long a pull may continue without progress.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Docker",
                    List.of(
                            HOST,
                            NETWORK_NAME,
                            LOG_DRIVER,
                            LOG_OPTIONS,
                            MAX_CONCURRENT_STARTS,
                            PULL_POLICY,
                            PULL_TIMEOUT,
                            PULL_STALL_TIMEOUT));

    private DockerVariables() {}

    static DockerSettings settings(SettingValues values, Path credentialsFolder) {
        return new DockerSettings(
                values.of(HOST),
                values.of(NETWORK_NAME),
                values.of(StateVariables.MOUNT_PATH),
                values.of(StateVariables.ENV_NAME),
                values.of(LOG_DRIVER),
                values.of(LOG_OPTIONS),
                values.of(PULL_TIMEOUT),
                values.of(PULL_STALL_TIMEOUT),
                values.of(MAX_CONCURRENT_STARTS),
                credentialsFolder,
                NodeVariables.name(values));
    }

    private static VariableType<Map<String, String>> pairsOrNone() {
        return VariableTypes.pairs().orNothing().map(pairs -> pairs.orElse(Map.of()));
    }
}
