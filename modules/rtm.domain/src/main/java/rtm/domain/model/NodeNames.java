package rtm.domain.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The names of the nodes, for messages. They never change, so they are read once, and again when a
 * node is met that is not known yet: no message costs a look of its own.
 */
public final class NodeNames {

    /** A node that has no name, or that cannot be read, is asked for no more often. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<List<Node>> nodes;
    private final AtomicLong readAt = new AtomicLong(System.nanoTime() - PAUSE);
    private volatile Map<NodeId, String> known = Map.of();

    /**
     * Reads nothing yet.
     *
     * @param nodes reads all nodes
     */
    public NodeNames(Supplier<List<Node>> nodes) {
        this.nodes = nodes;
    }

    /** A node's name, or its number while that is not known. */
    public String of(NodeId node) {
        if (!known.containsKey(node) && isDue()) {
            read();
        }
        return known.getOrDefault(node, node.toString());
    }

    private boolean isDue() {
        long last = readAt.get();
        long now = System.nanoTime();
        return now - last >= PAUSE && readAt.compareAndSet(last, now);
    }

    private void read() {
        try {
            known =
                    nodes.get().stream()
                            .filter(node -> node.name().isPresent())
                            .collect(Collectors.toUnmodifiableMap(Node::id, Node::label));
        } catch (DependencyUnavailableException _) {
            // The number says it too.
        }
    }
}
