package rtm.domain.port;

import java.time.Duration;
import rtm.domain.model.BootId;
import rtm.domain.model.Duty;

/**
 * Shows which processes are alive and which one has a duty: session locks in PostgreSQL on their
 * own connection, released when the process ends for any reason.
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
     * Takes a duty's lock if it is free.
     *
     * @return whether this process has the duty now
     */
    boolean tryTake(Duty duty);

    /** Whether this process has a duty, as far as its connection shows. */
    boolean has(Duty duty);

    /**
     * Whether that process is dead: its lock is free. Never true for this process itself.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if PostgreSQL does not answer in time
     */
    boolean isDead(BootId other);

    /**
     * Waits until the connection is lost, or works again, or the time is up. What happened since
     * the last wait counts too. One thread at a time.
     */
    void awaitChange(Duration longest) throws InterruptedException;
}
