package rtm.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;

/** A program that creates one container; for a Java runtime of its own. */
final class CreateOnce {

    private CreateOnce() {}

    /** The arguments: Docker's address, a folder, a log driver. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        DockerSettings settings =
                TestDockerSettings.logging(
                        URI.create(arguments[0]), folder, arguments[2], Map.of("max-size", "1m"));
        if (!DockerDaemon.class.getModule().isNamed()) {
            throw new IllegalStateException("this is not the module path");
        }
        try (DockerDaemon docker = DockerDaemon.open(settings)) {
            docker.create(
                    new EngineSpec(
                            new GameId("g"),
                            new ImageReference("galaxy/game:1.4.0"),
                            new EngineLimits(
                                    new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                            folder.toString(),
                            new OperationId(new UUID(0, 1)),
                            new UUID(0, 3),
                            Instant.parse("2026-04-28T07:18:54.123Z")));
        }
    }
}
