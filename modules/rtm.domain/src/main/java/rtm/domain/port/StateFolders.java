package rtm.domain.port;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.GameId;

/**
 * The engines' state folders on this host. This service creates them, and deletes only an empty one
 * that it created for a start that failed.
 *
 * <p>The state root holds them. A mark distinguishes it from the folder that is visible in its
 * place while its disk is not mounted. The mark also records which games' folders had content.
 */
public interface StateFolders {

    /**
     * Creates the game's folder if it does not exist. Mode and owner are set only on creation,
     * before the folder is visible under its name.
     *
     * @return its absolute path
     * @throws IOException if it cannot be created; the message has the path and the cause
     */
    String prepare(GameId gameId) throws IOException;

    /**
     * Deletes the game's folder if it is empty; a folder with anything in it stays.
     *
     * @throws IOException if it is empty and cannot be deleted
     */
    void discard(GameId gameId) throws IOException;

    /** The absolute path that the game's folder has, or would have. */
    String pathOf(GameId gameId);

    /** The absolute path of the root. */
    String root();

    /**
     * Why an engine could write nothing in the root now; empty if it can. Looks only, except that a
     * {@link #trial} that failed is repeated.
     */
    Optional<String> refusal();

    /** The same, but also tries it, with a file that is deleted again. */
    Optional<String> trial();

    /**
     * Inspects the game's folder without changing anything.
     *
     * @throws IOException if something else is in its place or it cannot be read
     */
    Found look(GameId gameId) throws IOException;

    /** What was found at the path of a game's folder. */
    enum Found {
        /** Nothing. */
        MISSING,
        /** An empty folder that had no content before. */
        EMPTY,
        /** An empty folder that had content when it was last inspected. */
        EMPTIED,
        /** A folder with content, or one that this process has no right to read. */
        THERE
    }

    /** The mark of the state root, if it has one. */
    Optional<Mark> mark();

    /**
     * The mark of a state root.
     *
     * @param place differs from that of any other root at this path, while this process lives
     * @param id the root's id, which a copy of the root has too; empty if an earlier program made
     *     the mark, or if the id cannot be read
     */
    record Mark(String place, Optional<UUID> id) {}

    /**
     * Marks the state root and gives the mark an id. What the mark already has stays unchanged.
     * When this returns, the disk has it.
     *
     * @param id the id of a mark that has none
     * @return the id of the mark
     * @throws IOException if it cannot be marked
     */
    UUID markRoot(UUID id) throws IOException;

    /**
     * Records in the mark, without an id if there was no mark, that the game's folder had content,
     * whatever it has now.
     *
     * @throws IOException if this fails
     */
    void noteLoss(GameId gameId) throws IOException;

    /**
     * Records in the mark, without an id if there was no mark, that an operator knows that games'
     * folders are missing in this root.
     *
     * @throws IOException if this fails
     */
    void noteIncomplete() throws IOException;

    /** Whether that is recorded. */
    boolean incomplete();

    /**
     * Records in the mark that the game's folder has content, if it has any and the root is marked.
     * Best effort: it does not wait for the disk and never fails.
     */
    void note(GameId gameId);

    /**
     * Accepts that the game's state is lost: creates its folder if it is missing, then forgets that
     * it had content.
     *
     * @throws IOException if this fails
     */
    void accept(GameId gameId) throws IOException;
}
