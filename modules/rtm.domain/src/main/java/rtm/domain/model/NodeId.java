package rtm.domain.model;

import java.util.function.Function;

/**
 * The number of a node: a machine with one container daemon, on which games run. A game's container
 * and its state folder are on the node that its record names. The number stays, also if another
 * daemon takes the place of the node's daemon.
 *
 * @param number as PostgreSQL counts nodes, from 1
 */
public record NodeId(int number) implements Comparable<NodeId>, PrintedName {

    /** The node that every schema begins with, and the only one of most installations. */
    public static final NodeId FIRST = new NodeId(1);

    /**
     * @throws IllegalArgumentException if the number is not positive
     */
    public NodeId {
        if (number < 1) {
            throw new IllegalArgumentException("a node's number is positive");
        }
    }

    /**
     * Requires that this node, where a game is, is that one.
     *
     * @throws DependencyUnavailableException if it is another one
     */
    void require(NodeId here, GameId gameId, Function<NodeId, String> names) {
        if (!equals(here)) {
            throw new DependencyUnavailableException(
                    Dependency.NODE,
                    "game %s is on node %s, not on this one".formatted(gameId, names.apply(this)),
                    null);
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
