package rtm.workers.wiring;

import java.time.Duration;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.NodeRegistry;

/**
 * What the work of a process on one of several nodes needs besides.
 *
 * @param registry the nodes
 * @param lostAfter how long a node may be without a process until it counts as lost
 * @param interval between two signs of life, and between two looks for them
 * @param engines whether an engine can be started here
 */
public record SeveralNodes(
        NodeRegistry registry, Duration lostAfter, Duration interval, DependencyCheck engines) {

    private static final Duration SHORTEST = Duration.ofSeconds(5);

    /** Looks several times until a node is lost, but not too often. */
    public static SeveralNodes of(
            NodeRegistry registry, Duration lostAfter, DependencyCheck engines) {
        Duration quarter = lostAfter.dividedBy(4);
        return new SeveralNodes(
                registry, lostAfter, quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter, engines);
    }
}
