package rtm.domain.model;

import java.time.Duration;
import java.util.Optional;

/**
 * A node with what is on it now.
 *
 * @param node the node
 * @param atWork whether a process has it
 * @param unseen how long ago a process was last seen there, if ever
 * @param games the games that run there or are being started
 * @param memory what these may use together, in bytes
 * @param untaken the jobs that are assigned to it and that no process there has taken
 */
public record NodeLoad(
        Node node,
        boolean atWork,
        Optional<Duration> unseen,
        long games,
        long memory,
        long untaken) {

    /** Its number. */
    public NodeId id() {
        return node.id();
    }

    /** Its name, or its number while it has none. */
    public String name() {
        return node.label();
    }

    /** Whether no process was seen there for so long, unless it is given up. */
    public boolean isLost(Duration after) {
        return node.isLost(unseen, after);
    }

    /** The same; a process that was not seen for so long is not at work. */
    public NodeLoad seenWithin(Duration after) {
        return new NodeLoad(node, atWork && !isLost(after), unseen, games, memory, untaken);
    }
}
