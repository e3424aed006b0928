package rtm.it;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import rtm.docker.DockerSettings;
import rtm.docker.state.StateFolderSettings;
import rtm.domain.model.ImageReference;
import rtm.testkit.server.DockerHost;
import rtm.testkit.server.TestWorld;

/** The engine images that the tests build on, and settings for the Docker adapter. */
final class Engines {

    static final ImageReference OK = new ImageReference("galaxy/test-engine:ok");
    static final ImageReference STUBBORN = new ImageReference("galaxy/test-engine:stubborn");
    static final ImageReference BAD_COMMAND = new ImageReference("galaxy/test-engine:badcommand");

    private Engines() {}

    static DockerSettings settings(DockerHost host, Path folder) {
        return settings(
                host.uri(), host.network(), folder, Optional.empty(), Duration.ofMinutes(1));
    }

    static DockerSettings settings(
            URI host,
            String network,
            Path folder,
            Optional<String> logDriver,
            Duration pullStallTimeout) {
        DockerSettings all = DockerSettings.of(folder);
        return new DockerSettings(
                host,
                network,
                all.engineStateMountPath(),
                all.engineStateEnvName(),
                logDriver,
                logDriver.isPresent() ? Map.of("max-size", "1m") : Map.of(),
                all.imagePullTimeout(),
                pullStallTimeout,
                all.maxConcurrentStarts(),
                folder);
    }

    static StateFolderSettings stateFolders(Path root) {
        return new StateFolderSettings(
                root,
                StateFolderSettings.DEFAULT_DIR_MODE,
                TestWorld.stateOwner(),
                TestWorld.stateOwner());
    }
}
