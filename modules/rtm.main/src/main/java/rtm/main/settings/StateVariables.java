package rtm.main.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import rtm.docker.state.StateFolderSettings;
import rtm.main.settings.type.VariableType;
import rtm.main.settings.type.VariableTypes;

/** The variables of the games' state folders. */
final class StateVariables {

    private static final VariableType<Integer> ID = VariableTypes.number(0, Integer.MAX_VALUE);

    static final Variable<String> ROOT =
            Variable.required(
                    "GAME_STATE_ROOT",
                    VariableTypes.absolutePath(),
                    "The folder on this host that holds one folder of state for each game.");
    static final Variable<Integer> DIR_MODE =
            Variable.of(
                    "GAME_STATE_DIR_MODE",
                    VariableTypes.fileMode(),
                    "0750",
                    "The mode of a game's folder, set when it is made.");
    static final Variable<Integer> OWNER_UID =
            Variable.of(
                    "GAME_STATE_OWNER_UID",
                    ID,
                    "0",
                    "The user that owns a game's folder; make it the engine's own.");
    static final Variable<Integer> OWNER_GID =
            Variable.of(
                    "GAME_STATE_OWNER_GID",
                    ID,
                    "0",
                    "The group that owns a game's folder; make it the engine's own.");
    static final Variable<String> MOUNT_PATH =
            Variable.of(
                    "ENGINE_STATE_MOUNT_PATH",
                    VariableTypes.absolutePath(),
                    "/var/lib/galaxy-game",
                    "Where an engine finds that folder in its container.");
    static final Variable<String> ENV_NAME =
            Variable.of(
                    "ENGINE_STATE_ENV_NAME",
                    VariableTypes.text(
                            "a name of letters, digits and _ that does not begin with a digit",
                            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}")),
                    "GAME_STATE_PATH",
                    "The environment variable that tells an engine where.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "State folders",
                    List.of(ROOT, DIR_MODE, OWNER_UID, OWNER_GID, MOUNT_PATH, ENV_NAME));

    private StateVariables() {}

    static StateFolderSettings settings(SettingValues values) {
        return new StateFolderSettings(
                Path.of(values.of(ROOT)),
                values.of(DIR_MODE),
                values.of(OWNER_UID),
                values.of(OWNER_GID));
    }
}
