package rtm.main;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.MemorySize;

/** The variables of the engines: what they may use, how they end, where their state is. */
final class EngineVariables {

    private static final VariableType<Integer> ID = VariableTypes.number(0, Integer.MAX_VALUE);

    static final Variable<CpuQuota> CPU_QUOTA =
            Variable.of(
                    "DEFAULT_CPU_QUOTA",
                    VariableTypes.processors(),
                    "1.0",
                    "The processors of an engine whose image has no com.galaxy.cpu_quota label.");
    static final Variable<MemorySize> MEMORY =
            Variable.of(
                    "DEFAULT_MEMORY",
                    VariableTypes.memory(),
                    "512m",
                    "The memory of an engine whose image has no com.galaxy.memory label.");
    static final Variable<Integer> PIDS_LIMIT =
            Variable.of(
                    "DEFAULT_PIDS_LIMIT",
                    VariableTypes.number(1, 4_194_304),
                    "512",
                    "The processes and threads of an engine whose image has no"
                            + " com.galaxy.pids_limit label.");
    static final Variable<Duration> STOP_TIMEOUT =
            Variable.of(
                    "CONTAINER_STOP_TIMEOUT_SECONDS",
                    VariableTypes.seconds(0, 3600),
                    "30",
                    "How long an engine may take to end by itself before it is killed.");
    static final Variable<Duration> PATCH_HEALTH_TIMEOUT =
            Variable.of(
                    "PATCH_HEALTH_TIMEOUT",
                    VariableTypes.duration(Duration.ZERO, Duration.ofHours(1)),
                    "30s",
                    "How long a patched engine may take to answer as healthy before the old one is"
                            + " put back; 0 to wait for nothing.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Engines",
                    List.of(CPU_QUOTA, MEMORY, PIDS_LIMIT, STOP_TIMEOUT, PATCH_HEALTH_TIMEOUT));

    static final Variable<String> STATE_ROOT =
            Variable.required(
                    "GAME_STATE_ROOT",
                    VariableTypes.absolutePath(),
                    "The folder on this host that holds one folder of state for each game.");
    static final Variable<Integer> STATE_DIR_MODE =
            Variable.of(
                    "GAME_STATE_DIR_MODE",
                    VariableTypes.fileMode(),
                    "0750",
                    "The mode of a game's folder, set when it is made.");
    static final Variable<Integer> STATE_OWNER_UID =
            Variable.of(
                    "GAME_STATE_OWNER_UID",
                    ID,
                    "0",
                    "The user that owns a game's folder; make it the engine's own.");
    static final Variable<Integer> STATE_OWNER_GID =
            Variable.of(
                    "GAME_STATE_OWNER_GID",
                    ID,
                    "0",
                    "The group that owns a game's folder; make it the engine's own.");
    static final Variable<String> STATE_MOUNT_PATH =
            Variable.of(
                    "ENGINE_STATE_MOUNT_PATH",
                    VariableTypes.absolutePath(),
                    "/var/lib/galaxy-game",
                    "Where an engine finds that folder in its container.");
    static final Variable<String> STATE_ENV_NAME =
            Variable.of(
                    "ENGINE_STATE_ENV_NAME",
                    VariableTypes.text(
                            "a name of letters, digits and _ that does not begin with a digit",
                            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}")),
                    "GAME_STATE_PATH",
                    "The environment variable that tells an engine where.");
    static final VariableGroup STATE =
            new VariableGroup(
                    "State folders",
                    List.of(
                            STATE_ROOT,
                            STATE_DIR_MODE,
                            STATE_OWNER_UID,
                            STATE_OWNER_GID,
                            STATE_MOUNT_PATH,
                            STATE_ENV_NAME));

    private EngineVariables() {}

    static EngineSettings settings(Values values) {
        return new EngineSettings(
                new EngineLimits(values.of(CPU_QUOTA), values.of(MEMORY), values.of(PIDS_LIMIT)),
                values.of(DockerVariables.PULL_POLICY),
                values.of(STOP_TIMEOUT),
                values.of(PATCH_HEALTH_TIMEOUT));
    }
}
