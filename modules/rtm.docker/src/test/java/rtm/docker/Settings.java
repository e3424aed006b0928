package rtm.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings for tests. */
final class Settings {

    private Settings() {}

    static DockerSettings of(URI host, Path folder, Duration pullTimeout, Duration stallTimeout) {
        DockerSettings all = DockerSettings.of(folder, folder);
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
                all.stateRoot(),
                all.stateDirMode(),
                all.stateOwnerUid(),
                all.stateOwnerGid(),
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
                all.stateRoot(),
                all.stateDirMode(),
                all.stateOwnerUid(),
                all.stateOwnerGid(),
                all.credentialsFolder());
    }

    static DockerSettings folders(Path root, int mode, int uid, int gid) {
        DockerSettings all = DockerSettings.of(root, root);
        return new DockerSettings(
                all.host(),
                all.network(),
                all.engineStateMountPath(),
                all.engineStateEnvName(),
                Optional.empty(),
                Map.of(),
                all.imagePullTimeout(),
                all.imagePullStallTimeout(),
                all.maxConcurrentStarts(),
                root,
                mode,
                uid,
                gid,
                root);
    }
}
