package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import rtm.docker.DockerDaemon;
import rtm.docker.DockerSettings;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;

/** Makes the Docker calls of a start, through the adapter over a unix socket. */
final class DockerExercise implements Exercise {

    private static final GameId GAME = new GameId("g");
    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");

    @Override
    public void run() throws Exception {
        Path folder = Files.createTempDirectory("rtmanager");
        Path socket = folder.resolve("docker.sock");
        try (var _ = StubServer.onUnixSocket(socket, new StubDocker());
                DockerDaemon docker = DockerDaemon.open(settings(socket, folder))) {
            expect(1, docker.containersOf(GAME).size());
            expect(1, docker.owned().size());
            expect(Optional.of(Map.of()), docker.imageLabels(IMAGE));
            ContainerId container = docker.create(spec(folder));
            docker.start(container);
            expect(ContainerState.RUNNING, docker.inspect(container).orElseThrow().state());
        } finally {
            for (Path leftover : List.of(socket, folder)) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private static DockerSettings settings(Path socket, Path folder) {
        return new DockerSettings(
                URI.create("unix://" + socket),
                DockerSettings.DEFAULT_NETWORK,
                DockerSettings.DEFAULT_ENGINE_STATE_MOUNT_PATH,
                DockerSettings.DEFAULT_ENGINE_STATE_ENV_NAME,
                Optional.empty(),
                Map.of(),
                DockerSettings.DEFAULT_IMAGE_PULL_TIMEOUT,
                DockerSettings.DEFAULT_IMAGE_PULL_STALL_TIMEOUT,
                1,
                folder);
    }

    private static EngineSpec spec(Path folder) {
        return new EngineSpec(
                GAME,
                IMAGE,
                new EngineLimits(new CpuQuota(1_000_000_000L), new MemorySize(512L << 20), 512),
                folder.toString(),
                new OperationId(new UUID(0, 1)),
                new UUID(0, 3),
                Instant.EPOCH);
    }
}
