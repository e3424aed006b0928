package rtm.domain.port.node;

import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;

/**
 * Knows where games are. Throws {@link rtm.domain.model.DependencyUnavailableException} when
 * PostgreSQL does not answer in time.
 */
public interface GamePlaces {

    /**
     * The node that holds a game: that of its record, or of its operation in progress while it has
     * no record; empty if it has neither.
     */
    Optional<Node> nodeOf(GameId gameId);

    /** The node that a first start of a game shall be tried on; empty if any node may try. */
    default Optional<Node> nodeForStart(GameId gameId) {
        return Optional.empty();
    }
}
