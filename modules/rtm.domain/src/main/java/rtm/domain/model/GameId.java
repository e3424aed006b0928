package rtm.domain.model;

import java.util.Optional;

/**
 * The identifier of a game, owned by Lobby. It becomes a container name, a host name and a folder,
 * so it has only letters, digits and inner hyphens, at most 51 characters.
 *
 * @param value the identifier, valid by construction
 */
public record GameId(String value) implements Comparable<GameId>, PrintedName {

    /** What the names of all games' containers begin with. */
    public static final String CONTAINER_NAMES = "galaxy-game-";

    private static final int LONGEST = 51;

    /**
     * @throws IllegalArgumentException if the value is not a valid game id
     */
    public GameId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a game id is 1 to 51 letters, digits or inner hyphens");
        }
    }

    /** Reads a game id from outside; empty if it is invalid. */
    public static Optional<GameId> parse(String text) {
        return isValid(text) ? Optional.of(new GameId(text)) : Optional.empty();
    }

    /** Without a regular expression: lists read thousands of ids. */
    private static boolean isValid(String text) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (!AsciiName.isAlphanumeric(c) && (c != '-' || i == 0 || i == last)) {
                return false;
            }
        }
        return last >= 0 && last < LONGEST;
    }

    /** The name of this game's only container; also its host name on the network. */
    public String containerName() {
        return CONTAINER_NAMES + value;
    }

    /** The name of the old container while a patch tries the new one. */
    public String previousContainerName() {
        return containerName() + "_previous";
    }

    /** Where other services reach the engine, inside the Docker network. */
    public String engineEndpoint() {
        return "http://" + containerName() + ":8080";
    }

    @Override
    public int compareTo(GameId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
