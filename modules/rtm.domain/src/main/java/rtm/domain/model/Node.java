package rtm.domain.model;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node as it is stored.
 *
 * @param id its number
 * @param name its name; the first node has none until it is one of several
 * @param daemon the ID of its daemon, once that is recorded
 * @param url where its process answers the others, once a process of it has said so
 * @param state whether games come to it
 * @param capacity what its games may use, once a process of it has said so
 * @param trouble why no engine can be started there now, as its process said last
 * @param seenAt when a process of it last began to work, by PostgreSQL's clock
 */
public record Node(
        NodeId id,
        Optional<String> name,
        Optional<String> daemon,
        Optional<URI> url,
        NodeState state,
        Optional<NodeCapacity> capacity,
        Optional<String> trouble,
        Optional<Instant> seenAt) {

    /** Its name, or its number while it has none. */
    public String label() {
        return name.orElse(id.toString());
    }

    /**
     * Why nothing is done to a game of a node that was given up, in words.
     *
     * @param label the name of that node
     */
    public static String heldBefore(String label, GameId gameId) {
        return "node %s, which held game %s, is retired; move the game to another node first"
                .formatted(label, gameId);
    }

    /**
     * Whether no process was seen there for so long; a process that stands still may have the node.
     * A node that is given up is not lost. This alone decides it, for the log and for operators.
     *
     * @param unseen how long ago a process was last seen there, if ever
     */
    public boolean isLost(Optional<Duration> unseen, Duration after) {
        return state != NodeState.RETIRED
                && unseen.filter(time -> time.compareTo(after) > 0).isPresent();
    }
}
