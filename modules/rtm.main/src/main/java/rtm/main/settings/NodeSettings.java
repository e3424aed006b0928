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

    /** What to do about a URL that may lead elsewhere. */
    public static final String OWN_URL =
            "give each process an RTMANAGER_NODE_URL of its own, unless something passes requests"
                    + " on to its port";

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

    /**
     * That the URL may lead to another process of this machine, such as the one that a second
     * process stands by for. Something between may pass requests on, so nobody knows.
     *
     * @param listening the port of this process
     */
    public Optional<String> otherPort(int listening) {
        return url.map(URI::getPort)
                .filter(_ -> many() && listening > 0)
                .filter(port -> port >= 0 && port != listening)
                .map(port ->
                        "RTMANAGER_NODE_URL leads to port %d, and this process listens on port %d"
                                .formatted(port, listening));
    }

    /** Whether there may be other nodes. */
    public boolean many() {
        return mode == NodesMode.MANY;
    }
}
