package rtm.store;

import rtm.domain.model.Duty;
import rtm.domain.model.NodeId;
import rtm.store.sql.LockKeys;

/** The key of a duty's lock: two numbers, so that it never equals a process's, which is one. */
final class DutyKey {

    private DutyKey() {}

    static int kind(Duty duty) {
        return switch (duty) {
            case Duty.Intake _ -> LockKeys.INTAKE;
            case Duty.OfNode _ -> LockKeys.NODE;
        };
    }

    static int number(Duty duty) {
        return switch (duty) {
            case Duty.Intake _ -> 1;
            case Duty.OfNode(NodeId node) -> node.number();
        };
    }
}
