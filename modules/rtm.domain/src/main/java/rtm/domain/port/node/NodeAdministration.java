package rtm.domain.port.node;

import java.util.List;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;

/**
 * What operators see and say of nodes. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface NodeAdministration {

    /** What became of a move. */
    enum Moved {
        /** The game's record names the other node. */
        DONE,
        /** The game has no record. */
        UNKNOWN,
        /** Its record says that it runs. */
        RUNNING,
        /** It has an operation in progress. */
        BUSY,
        /** The other node is retired. */
        RETIRED
    }

    /** All nodes, in the order of their numbers. */
    List<NodeReport> reports();

    /**
     * Opens or closes a node for new games, if it is still what it was.
     *
     * @return whether it is that now; false if somebody else changed it meanwhile
     */
    boolean setState(NodeId node, NodeState before, NodeState after);

    /**
     * Gives a node up, unless a process has it.
     *
     * @return whether it is given up; false if a process has it
     */
    boolean retire(NodeId node);

    /**
     * Lets a game's record name another node, if the game does not run and has no operation in
     * progress. A container stays where it is, so the record names none from then on. It is one
     * step: no operation can begin meanwhile.
     */
    Moved move(GameId gameId, NodeId to);
}
