package rtm.domain.port;

import java.io.IOException;
import java.util.Optional;
import rtm.domain.model.GameId;

/**
 * The engines' state folders on this host; they are made here and never deleted here.
 *
 * <p>The root that holds them has a mark, by which it is told from the folder that is seen in its
 * place while its disk is not mounted. The mark also keeps which games' folders had content.
 */
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

    /** The absolute path of the root. */
    String root();

    /**
     * Looks at the game's folder, and changes nothing.
     *
     * @throws IOException if something else is in its place, or it cannot be read, in words
     */
    Found look(GameId gameId) throws IOException;

    /** What is in the place of a game's folder. */
    enum Found {
        /** Nothing. */
        MISSING,
        /** An empty folder, and nobody has seen it otherwise. */
        EMPTY,
        /** An empty folder, which had content when it was last seen. */
        EMPTIED,
        /** A folder with content, or one that this process has no right to look into. */
        THERE
    }

    /**
     * The mark of the root, if it has one.
     *
     * @return what tells this mark from that of another root in the same place, while this process
     *     lives
     */
    Optional<String> mark();

    /**
     * Marks the root; one that is marked stays as it is.
     *
     * @throws IOException if it cannot be marked, in words
     */
    void markRoot() throws IOException;

    /**
     * Keeps with the mark that the game's folder has content, if it has and the root is marked. At
     * best effort, and without waiting for the disk: it never fails.
     */
    void note(GameId gameId);

    /**
     * Takes the game's state as lost: makes its folder, if it is missing, and forgets that it had
     * content, in this order.
     *
     * @throws IOException if that cannot be done, in words
     */
    void accept(GameId gameId) throws IOException;
}
