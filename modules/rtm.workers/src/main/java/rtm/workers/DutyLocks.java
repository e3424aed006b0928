package rtm.workers;

import java.util.List;
import rtm.domain.model.Duty;
import rtm.domain.port.ProcessPresence;

/** The locks of duties that a process has together. Used by one thread. */
final class DutyLocks {

    /** One refusal may be a lost answer; two in a row mean that another process holds the lock. */
    private static final int CONFIRMING_REFUSALS = 2;

    private final ProcessPresence presence;
    private final List<Duty> duties;
    private int refusals;

    /**
     * Takes nothing yet.
     *
     * @param duties in the order in which they are taken, the same in every process: so no process
     *     can have one and wait for another
     */
    DutyLocks(ProcessPresence presence, Duty... duties) {
        this.presence = presence;
        this.duties = List.of(duties);
    }

    /** What the locks say. */
    enum Answer {
        /** This process has the duties. */
        TAKEN,
        /** Another process has one of them. */
        REFUSED,
        /** It was refused once, which may be a lost answer. */
        DOUBTFUL,
        /** The connection for presence is lost, so nobody knows. */
        UNKNOWN
    }

    /** Whether this process has the duties, as far as its connection shows. */
    boolean held() {
        boolean all = duties.stream().allMatch(presence::has);
        if (all) {
            refusals = 0;
        }
        return all;
    }

    /**
     * Takes what is free of them.
     *
     * @param working whether this process does their work, so that a refusal needs a second one
     */
    Answer take(boolean working) {
        boolean heldBefore = presence.held();
        if (duties.stream().allMatch(presence::tryTake)) {
            refusals = 0;
            return Answer.TAKEN;
        }
        if (!heldBefore || !presence.held()) {
            return Answer.UNKNOWN;
        }
        refusals++;
        return !working || refusals >= CONFIRMING_REFUSALS ? Answer.REFUSED : Answer.DOUBTFUL;
    }
}
