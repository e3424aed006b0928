package rtm.main.settings;

import java.time.Duration;
import java.util.List;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.MemorySize;
import rtm.main.settings.type.VariableTypes;

/** The variables of the engines: what they may use and how they stop. */
final class EngineVariables {

    static final Variable<CpuQuota> CPU_QUOTA =
            Variable.of(
                    "DEFAULT_CPU_QUOTA",
                    VariableTypes.processors(),
                    "1.0",
                    "How many processors an engine may use if its image has no com.galaxy.cpu_quota"
                            + " label.");
    static final Variable<MemorySize> MEMORY =
            Variable.of(
                    "DEFAULT_MEMORY",
                    VariableTypes.memory(),
                    "512m",
                    "How much memory an engine may use if its image has no com.galaxy.memory"
                            + " label.");
    static final Variable<Integer> PIDS_LIMIT =
            Variable.of(
                    "DEFAULT_PIDS_LIMIT",
                    VariableTypes.number(1, 4_194_304),
                    "512",
                    "How many processes and threads an engine may have if its image has no"
                            + " com.galaxy.pids_limit label.");
    static final Variable<Duration> STOP_TIMEOUT =
            Variable.of(
                    "CONTAINER_STOP_TIMEOUT_SECONDS",
                    VariableTypes.seconds(0, 3600),
                    "30",
                    "How long an engine may take to stop by itself before it is killed.");
    static final Variable<Duration> PATCH_HEALTH_TIMEOUT =
            Variable.of(
                    "PATCH_HEALTH_TIMEOUT",
                    VariableTypes.duration(Duration.ZERO, Duration.ofHours(1)),
                    "30s",
                    "How long a patched engine may take to become healthy before the old one is"
                            + " restored; 0 not to wait.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Engines",
                    List.of(CPU_QUOTA, MEMORY, PIDS_LIMIT, STOP_TIMEOUT, PATCH_HEALTH_TIMEOUT));

    private EngineVariables() {}

    static EngineSettings settings(SettingValues values) {
        return new EngineSettings(
                new EngineLimits(values.of(CPU_QUOTA), values.of(MEMORY), values.of(PIDS_LIMIT)),
                values.of(DockerVariables.PULL_POLICY),
                values.of(STOP_TIMEOUT),
                values.of(PATCH_HEALTH_TIMEOUT));
    }
}
