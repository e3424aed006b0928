package rtm.domain.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.domain.model.NodeState;
import rtm.domain.text.NameList;

/**
 * Decides on which node a new game is started: of those that have room, on the one whose memory is
 * filled least. Memory counts as it is reserved, not as it is used.
 */
public final class Placement {

    /** Why nothing was placed, as a cause that can be compared. */
    private static final String NO_ROOM = "no node has room";

    private static final Comparator<NodeLoad> FILLED_LEAST =
            Comparator.comparingDouble(Placement::filled)
                    .thenComparingLong(NodeLoad::games)
                    .thenComparing(NodeLoad::id);

    private Placement() {}

    /** Why a node takes no new game. */
    private enum Obstacle {
        FULL("full"),
        CLOSED("closed"),
        WITHOUT_PROCESS("without a process"),
        IN_TROUBLE("unable to start engines"),
        UNKNOWN("of unknown size");

        private final String words;

        Obstacle(String words) {
            this.words = words;
        }
    }

    /**
     * The node for a new game.
     *
     * @param wanted the memory that it counts for
     * @throws DependencyUnavailableException if none has room
     */
    public static NodeId choose(GameId gameId, MemorySize wanted, List<NodeLoad> nodes) {
        return find(wanted, nodes).orElseThrow(() -> noRoom(gameId, wanted, nodes));
    }

    /** The same; empty if none has room. */
    public static Optional<NodeId> find(MemorySize wanted, List<NodeLoad> nodes) {
        return nodes.stream()
                .filter(node -> obstacle(node, wanted).isEmpty())
                .min(FILLED_LEAST)
                .map(NodeLoad::id);
    }

    /**
     * Requires that a new game may be started on that node.
     *
     * @throws DependencyUnavailableException if it may not
     */
    public static void require(
            GameId gameId, MemorySize wanted, NodeId here, List<NodeLoad> nodes) {
        for (NodeLoad node : nodes) {
            if (node.id().equals(here)) {
                obstacle(node, wanted)
                        .ifPresent(why -> {
                            throw unavailable(
                                    "node %s has no room for game %s: it is %s"
                                            .formatted(node.name(), gameId, why.words));
                        });
            }
        }
    }

    /** Whether this says that a new game has no room, and not that its node is away. */
    public static boolean isNoRoom(DependencyUnavailableException away) {
        return away.dependency() == Dependency.NODE && away.reason().equals(NO_ROOM);
    }

    private static Optional<Obstacle> obstacle(NodeLoad node, MemorySize wanted) {
        if (node.node().state() != NodeState.OPEN) {
            return Optional.of(Obstacle.CLOSED);
        }
        if (!node.atWork()) {
            return Optional.of(Obstacle.WITHOUT_PROCESS);
        }
        if (node.node().trouble().isPresent()) {
            return Optional.of(Obstacle.IN_TROUBLE);
        }
        Optional<NodeCapacity> capacity = node.node().capacity();
        return capacity.isEmpty()
                ? Optional.of(Obstacle.UNKNOWN)
                : capacity.filter(most -> isFull(node, most, wanted)).map(_ -> Obstacle.FULL);
    }

    private static boolean isFull(NodeLoad node, NodeCapacity most, MemorySize wanted) {
        return node.memory() > most.memory().bytes() - wanted.bytes()
                || (most.games() > 0 && node.games() >= most.games());
    }

    private static double filled(NodeLoad node) {
        return node.node()
                .capacity()
                .map(most -> (double) node.memory() / most.memory().bytes())
                .orElse(1.0);
    }

    private static DependencyUnavailableException noRoom(
            GameId gameId, MemorySize wanted, List<NodeLoad> nodes) {
        Map<Obstacle, List<String>> named = new EnumMap<>(Obstacle.class);
        nodes.stream()
                .filter(node -> node.node().state() != NodeState.RETIRED)
                .forEach(node ->
                        obstacle(node, wanted)
                                .ifPresent(why ->
                                        named.computeIfAbsent(why, _ -> new ArrayList<>())
                                                .add(node.name())));
        String why =
                named.entrySet().stream()
                        .map(each ->
                                "%s: %s"
                                        .formatted(
                                                each.getKey().words, NameList.of(each.getValue())))
                        .collect(Collectors.joining("; "));
        return unavailable(
                "no node has room for game %s: open another node%s"
                        .formatted(gameId, why.isEmpty() ? "" : " (" + why + ")"));
    }

    private static DependencyUnavailableException unavailable(String words) {
        return new DependencyUnavailableException(Dependency.NODE, words, null, NO_ROOM);
    }
}
