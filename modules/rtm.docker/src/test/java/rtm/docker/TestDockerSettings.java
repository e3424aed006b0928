package rtm.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings for tests. */
public final class TestDockerSettings {

    private TestDockerSettings() {}

    static DockerSettings of(URI host, Path folder, Duration pullTimeout, Duration stallTimeout) {
        DockerSettings all = DockerSettings.of(folder);
        return new DockerSettings(
                host,
                all.network(),
                all.engineStateMountPath(),
                all.engineStateEnvName(),
                Optional.empty(),
                Map.of(),
                pullTimeout,
                stallTimeout,
                all.maxConcurrentStarts(),
                all.credentialsFolder());
    }

    static DockerSettings of(URI host, Path folder) {
        return of(host, folder, Duration.ofSeconds(30), Duration.ofSeconds(20));
    }

    static DockerSettings logging(
            URI host, Path folder, String driver, Map<String, String> options) {
        DockerSettings all = of(host, folder);
        return new DockerSettings(
                host,
                all.network(),
                all.engineStateMountPath(),
                all.engineStateEnvName(),
                Optional.of(driver),
                options,
                all.imagePullTimeout(),
                all.imagePullStallTimeout(),
                all.maxConcurrentStarts(),
                all.credentialsFolder());
    }
}
