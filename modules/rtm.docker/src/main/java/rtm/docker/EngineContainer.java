package rtm.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import java.util.List;
import java.util.Map;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.Labels;

/**
 * Creates an engine's container: what all of them share, from the settings, and what is its own.
 */
final class EngineContainer {

    private final DockerSettings settings;

    EngineContainer(DockerSettings settings) {
        this.settings = settings;
    }

    ContainerId create(DockerClient docker, EngineSpec spec) {
        String name = spec.gameId().containerName();
        return new ContainerId(
                docker.createContainerCmd(spec.image().value())
                        .withName(name)
                        .withHostName(name)
                        .withLabels(labels(spec))
                        .withEnv(
                                settings.engineStateEnvName()
                                        + "="
                                        + settings.engineStateMountPath())
                        .withHostConfig(hostConfig(spec))
                        .exec()
                        .getId());
    }

    private static Map<String, String> labels(EngineSpec spec) {
        return Map.of(
                Labels.OWNER, Labels.OWNER_VALUE,
                Labels.GAME_ID, spec.gameId().value(),
                Labels.KIND, Labels.KIND_VALUE,
                Labels.ENGINE_IMAGE_REF, spec.image().value(),
                Labels.STARTED_AT_MS, Long.toString(spec.startedAt().toEpochMilli()),
                Labels.OPERATION_ID, spec.operation().toString());
    }

    private HostConfig hostConfig(EngineSpec spec) {
        EngineLimits limits = spec.limits();
        long memory = limits.memory().bytes();
        HostConfig config =
                HostConfig.newHostConfig()
                        .withNetworkMode(settings.network())
                        .withMounts(List.of(state(spec)))
                        .withMemory(memory)
                        // Memory and swap together: equal to the memory means no swap.
                        .withMemorySwap(memory)
                        .withNanoCPUs(limits.cpu().nanos())
                        .withPidsLimit(limits.pids())
                        .withRestartPolicy(RestartPolicy.noRestart())
                        .withSecurityOpts(List.of("no-new-privileges"))
                        // Said aloud, since a daemon may have been told to add one to each
                        // container.
                        .withInit(false);
        if (settings.logDriver().isPresent() || !settings.logOptions().isEmpty()) {
            // As text: docker-java's type lists some drivers, and there are plugins.
            DockerObjectAccessor.overrideRawValue(
                    config,
                    "LogConfig",
                    Map.of(
                            "Type",
                            settings.logDriver().orElse(""),
                            "Config",
                            settings.logOptions()));
        }
        return config;
    }

    /** A mount and not a bind: of a bind whose folder is missing, Docker makes one as root. */
    private Mount state(EngineSpec spec) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(spec.statePath())
                .withTarget(settings.engineStateMountPath());
    }
}
