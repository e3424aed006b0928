package rtm.workers;

import rtm.domain.model.Duty;
import rtm.domain.model.NodeId;
import rtm.domain.port.ProcessPresence;

/** Whether a process has the intake and its node together, or each by itself. */
enum Nodes {
    /** There is one node: a process has both duties, or stands by. */
    SINGLE(
            "this process leads",
            "lost leadership to another process",
            "another process leads, this one stands by"),

    /** Each of several nodes has a process at work, and one of these has the intake as well. */
    MANY(
            "this process has its node",
            "lost the node to another process",
            "another process has the node, this one stands by");

    final String leads;
    final String lost;
    final String standsBy;

    Nodes(String leads, String lost, String standsBy) {
        this.leads = leads;
        this.lost = lost;
        this.standsBy = standsBy;
    }

    /** The duties without which a process stands by. */
    DutyLocks main(ProcessPresence presence, NodeId node) {
        Duty here = new Duty.OfNode(node);
        return switch (this) {
            case SINGLE -> new DutyLocks(presence, new Duty.Intake(), here);
            case MANY -> new DutyLocks(presence, here);
        };
    }
}
