package rtm.main.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;

/**
 * The settings of this process as one of several nodes.
 *
 * @param mode whether there are others
 * @param name the node's name, or the host's; empty if there is one node, or no usable name
 * @param url where this process answers those of other nodes
 * @param gamesMax how many games may run on it; 0 for any number
 * @param memoryReserve what games may not use of its memory
 * @param lostAfter after how long without a process a node counts as lost
 * @param forwardTimeout how long the process of another node may take to answer
 */
public record NodeSettings(
        NodesMode mode,
        Optional<String> name,
        Optional<URI> url,
        int gamesMax,
        MemorySize memoryReserve,
        Duration lostAfter,
        Duration forwardTimeout) {

    /**
     * What games may use; empty if the reserve leaves nothing.
     *
     * @param memory the memory of the daemon's host, in bytes
     */
    public Optional<NodeCapacity> capacity(long memory) {
        long left = memory - memoryReserve.bytes();
        return left < MemorySize.SMALLEST
                ? Optional.empty()
                : Optional.of(new NodeCapacity(new MemorySize(left), gamesMax));
    }

    /** Whether there may be other nodes. */
    public boolean many() {
        return mode == NodesMode.MANY;
    }
}
