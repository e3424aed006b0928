package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.StopReason;

/**
 * What the routes ask for. Calls come from many virtual threads at once and may block; an operation
 * that was begun runs to its end, whether or not its caller is still there. Any method may throw
 * {@link rtm.domain.model.DependencyUnavailableException}, which is answered as {@code
 * service_unavailable}, or {@link rtm.domain.model.OperationException}, answered by its code.
 */
public interface RuntimeService {

    /** One game's record; empty when there is none. */
    Optional<RuntimeRecord> find(GameId gameId);

    /** All records by game id, or those of one status. */
    List<RuntimeRecord> list(Optional<RuntimeStatus> status);

    /** A game's rows of the operation log, newest first, this many at most. */
    List<OperationEntry> operations(GameId gameId, int limit);

    /** The last thing seen of a game's health; empty when nothing was. */
    Optional<HealthSnapshot> health(GameId gameId);

    /**
     * The last lines that a game's engine wrote, this many at most.
     *
     * @throws rtm.domain.model.OperationException {@code not_found} without a record or a container
     */
    String logs(GameId gameId, int lines);

    /** Starts a game's engine. */
    Reply start(GameId gameId, ImageReference image, OperationSource source);

    /** Stops a game's engine. */
    Reply stop(GameId gameId, StopReason reason, OperationSource source);

    /** Gives a game a new container of the image that it has. */
    Reply restart(GameId gameId, OperationSource source);

    /** Brings a game's engine to another patch level. */
    Reply patch(GameId gameId, ImageReference image, OperationSource source);

    /** Removes the container of a game that does not run. */
    Reply cleanUp(GameId gameId, OperationSource source);

    /** Lets a game whose state is lost for good start again, on an empty folder. */
    Reply acceptLostState(GameId gameId, OperationSource source);
}
