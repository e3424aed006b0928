package rtm.http;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
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
}
