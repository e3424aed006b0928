package rtm.domain.port;

import java.io.IOException;
import rtm.domain.model.GameId;

/** The engines' state folders on this host; they are made here and never deleted here. */
public interface StateFolders {

    /**
     * Makes sure that the game's folder exists. Mode and owner are set only when it is made, before
     * it can be seen under its name.
     *
     * @return its absolute path
     * @throws IOException if it cannot be made, with the path and the cause in words
     */
    String prepare(GameId gameId) throws IOException;

    /** The absolute path that the game's folder has, or would have. */
    String pathOf(GameId gameId);
}
