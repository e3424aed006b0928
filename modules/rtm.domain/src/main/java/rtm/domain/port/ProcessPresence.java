package rtm.domain.port;

import rtm.domain.model.BootId;

/**
 * Tells living processes from dead ones, and the leader from those that stand by: session locks in
 * PostgreSQL on a connection of their own, which end with the process, however it ends.
 */
public interface ProcessPresence {

    /** This process. */
    BootId bootId();

    /**
     * Whether this process holds its own lock right now. While it does not, nobody can tell that it
     * lives, so it makes no new change to Docker.
     */
    boolean held();

    /**
     * Takes the leader's lock if it is free.
     *
     * @return whether this process is the leader now
     */
    boolean tryLead();

    /** Whether this process is the leader, as far as its connection tells. */
    boolean leads();

    /**
     * Whether that process is dead: its lock can be had. Never true for this process itself.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if PostgreSQL does not answer in time
     */
    boolean isDead(BootId other);
}
