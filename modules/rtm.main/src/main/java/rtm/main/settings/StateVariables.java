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
                    "/var/lib/galaxy/games",
                    "The folder on this host that contains one state folder for each game.");
    static final Variable<Integer> DIR_MODE =
            Variable.of(
                    "GAME_STATE_DIR_MODE",
                    VariableTypes.fileMode(),
                    "0750",
                    "The mode of a game's state folder, set when the folder is created.");
    static final Variable<Integer> OWNER_UID =
            Variable.of(
                    "GAME_STATE_OWNER_UID",
                    ID,
                    "0",
                    "The user that owns a game's state folder; set it to the engine's own.");
    static final Variable<Integer> OWNER_GID =
            Variable.of(
                    "GAME_STATE_OWNER_GID",
                    ID,
                    "0",
                    "The group that owns a game's state folder; set it to the engine's own.");
    static final Variable<String> MOUNT_PATH =
            Variable.of(
                    "ENGINE_STATE_MOUNT_PATH",
                    VariableTypes.absolutePath(),
                    "/var/lib/galaxy-game",
                    "The path of the game's state folder in the engine's container.");
    static final Variable<String> ENV_NAME =
            Variable.of(
                    "ENGINE_STATE_ENV_NAME",
                    VariableTypes.text(
                            "a name of letters, digits and _ that does not start with a digit",
                            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}")),
                    "GAME_STATE_PATH",
                    "The environment variable that gives an engine this path.");
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
