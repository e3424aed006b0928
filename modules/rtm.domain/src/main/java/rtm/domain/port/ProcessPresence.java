package rtm.domain.port;

import rtm.domain.model.BootId;

/**
 * Shows which processes are alive and which one leads: session locks in PostgreSQL on their own
 * connection, released when the process ends for any reason.
 */
public interface ProcessPresence {

    /** This process. */
    BootId bootId();

    /**
     * Whether this process holds its own lock right now. While it does not, other processes may
     * treat it as dead, so it makes no new change to Docker.
     */
    boolean held();

    /**
     * Takes the leader's lock if it is free.
     *
     * @return whether this process is the leader now
     */
    boolean tryLead();

    /** Whether this process is the leader, as far as its connection shows. */
    boolean leads();

    /**
     * Whether that process is dead: its lock is free. Never true for this process itself.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if PostgreSQL does not answer in time
     */
    boolean isDead(BootId other);
}
