package rtm.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;

/**
 * The ends of engines, one row for each life of a container. The commit of an operation adds those
 * that follow from the record; this port adds the others, and what is found out later.
 *
 * <p>Every method throws {@link rtm.domain.model.DependencyUnavailableException} when PostgreSQL
 * does not answer in time; the same call may be repeated.
 */
public interface EndingStore {

    /**
     * Stores an ending, or adds to the stored one of the same life: the exit code with its time,
     * the image, and the output, each only where it was not known yet.
     *
     * @param node where the container was
     * @param output what is kept of its output; empty to leave that for later
     */
    void save(NodeId node, Ending ending, Optional<EndingOutput> output);

    /** The latest ending of a container. */
    Optional<EndingEntry> last(ContainerId container);

    /**
     * The latest endings of a game, newest first, up to the limit.
     *
     * @param before where to begin: before this row
     */
    List<EndingEntry> recent(GameId gameId, Optional<Long> before, int limit);

    /**
     * Endings on a node whose output was not read yet, oldest row first, up to the limit.
     *
     * @param gameId of this game only; empty for all games
     */
    List<EndingEntry> withoutOutput(NodeId node, Optional<GameId> gameId, int limit);

    /** Stores that the life of that container that ended at that time ended with the daemon. */
    void endedWithDaemon(ContainerId container, Instant endedAt);

    /**
     * Deletes endings of before that time, oldest first, up to the limit.
     *
     * @return how many were deleted
     */
    int deleteBefore(Instant time, int limit);
}
