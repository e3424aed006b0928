package rtm.domain.model;

/**
 * A node and what is there now.
 *
 * @param node as it is stored
 * @param held whether a process has the node; without one nothing is changed there
 * @param intake whether that process also reads the jobs of all nodes
 * @param running games whose record says that they run there
 * @param recorded games whose record names the node
 * @param memoryUsed the bytes of memory that the running ones may use, as far as recorded
 */
public record NodeReport(
        Node node, boolean held, boolean intake, long running, long recorded, long memoryUsed) {

    /** Whether no process looks after games that are not given up. */
    public boolean lost() {
        return !held && node.state() != NodeState.RETIRED;
    }
}
