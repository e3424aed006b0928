package rtm.domain.model;

import java.time.Duration;
import java.util.Optional;

/**
 * A node and what is there now.
 *
 * @param node as it is stored
 * @param held whether a process has the node; without one nothing is changed there
 * @param intake whether that process also reads the jobs of all nodes
 * @param lost whether it counts as lost, as {@link Node#isLost} decides
 * @param unseen how long ago a process was last seen there, if ever
 * @param running games whose record says that they run there
 * @param recorded games whose record names the node
 * @param memoryUsed the bytes of memory that the running ones may use, as far as recorded
 */
public record NodeReport(
        Node node,
        boolean held,
        boolean intake,
        boolean lost,
        Optional<Duration> unseen,
        long running,
        long recorded,
        long memoryUsed) {}
