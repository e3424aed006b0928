package rtm.domain.model;

/**
 * Work that one process does at a time, while it holds that duty's lock. On one machine one process
 * has both duties; it is the leader.
 */
public sealed interface Duty {

    /** For all nodes: reads the jobs, keeps their offsets, and publishes the outbox. */
    record Intake() implements Duty {}

    /**
     * For one node: watches its engines, corrects its records, and finishes what was interrupted
     * there.
     *
     * @param node the node
     */
    record OfNode(NodeId node) implements Duty {}
}
