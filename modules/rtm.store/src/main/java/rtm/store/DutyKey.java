package rtm.store;

import rtm.domain.model.Duty;
import rtm.domain.model.NodeId;
import rtm.store.node.NodeLoads;

/** The key of a duty's lock: two numbers, so that it never equals a process's, which is one. */
final class DutyKey {

    private DutyKey() {}

    static int kind(Duty duty) {
        return switch (duty) {
            case Duty.Intake _ -> 1920233837;
            case Duty.OfNode _ -> NodeLoads.LOCK;
        };
    }

    static int number(Duty duty) {
        return switch (duty) {
            case Duty.Intake _ -> 1;
            case Duty.OfNode(NodeId node) -> node.number();
        };
    }
}
