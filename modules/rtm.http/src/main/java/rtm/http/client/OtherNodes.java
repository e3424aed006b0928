package rtm.http.client;

import java.time.Duration;
import rtm.domain.model.NodeId;
import rtm.domain.port.node.GamePlaces;

/**
 * What a process among several nodes needs to pass requests on.
 *
 * @param here the node of this process
 * @param name the name of that node, by which it says that it has passed a request on
 * @param places where games are
 * @param timeout how long the process of another node may take for one answer
 */
public record OtherNodes(NodeId here, String name, GamePlaces places, Duration timeout) {

    /**
     * The header that names the node which a request is meant for. Who is on another one refuses
     * it, and names its own in the same header.
     */
    public static final String MEANT = "X-Galaxy-Node";

    /**
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public OtherNodes {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the time for another node's answer is positive");
        }
    }

    /** Whether a request that names this node is for another one. */
    public boolean isForAnother(String meant) {
        return !meant.equals(name);
    }
}
