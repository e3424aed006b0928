package rtm.docker.state;

import java.nio.file.Path;

/**
 * Where the games' state folders are, and their mode and owner.
 *
 * @param root the absolute path on this host under which each game has its state folder
 * @param dirMode the mode of a new state folder, as chmod takes it
 * @param ownerUid the owner of a new state folder
 * @param ownerGid the group of a new state folder
 */
public record StateFolderSettings(Path root, int dirMode, int ownerUid, int ownerGid) {

    /** The default mode of a new state folder. */
    public static final int DEFAULT_DIR_MODE = 0750;

    /**
     * @throws IllegalArgumentException if the host cannot use a value; the message says which and
     *     why
     */
    public StateFolderSettings {
        require(root.isAbsolute(), "the state root must be an absolute path");
        require(dirMode > 0 && dirMode <= 07777, "a mode must be 0001 to 7777, octal");
        require(ownerUid >= 0 && ownerGid >= 0, "owner and group must not be negative");
    }

    /** Default settings. */
    public static StateFolderSettings of(Path root) {
        return new StateFolderSettings(root, DEFAULT_DIR_MODE, 0, 0);
    }

    private static void require(boolean fine, String rule) {
        if (!fine) {
            throw new IllegalArgumentException(rule);
        }
    }
}
