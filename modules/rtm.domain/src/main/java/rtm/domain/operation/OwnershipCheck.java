package rtm.domain.operation;

import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.GameLeases.Lease;
import rtm.domain.port.ProcessPresence;

/**
 * Asked before each change to Docker and before the commit: whether the game surely is still ours.
 * Remembers whether Docker may have been changed.
 */
public final class OwnershipCheck {

    private final Lease lease;
    private final ProcessPresence presence;
    private boolean changed;

    OwnershipCheck(Lease lease, ProcessPresence presence) {
        this.lease = lease;
        this.presence = presence;
    }

    /**
     * To be called right before a call that changes Docker.
     *
     * @throws DependencyUnavailableException if the lease or the process' lock may be lost
     */
    public void beforeChange() {
        check();
        changed = true;
    }

    /**
     * To be called before the commit.
     *
     * @throws DependencyUnavailableException if the lease or the process' lock may be lost
     */
    public void check() {
        if (!presence.held()) {
            throw new DependencyUnavailableException(
                    Dependency.POSTGRES,
                    "the connection that holds this process' lock is lost",
                    null);
        }
        if (!lease.valid()) {
            throw new DependencyUnavailableException(
                    Dependency.REDIS, "the lease on the game could not be renewed in time", null);
        }
    }

    /** Whether a change to Docker may have been made. */
    public boolean changed() {
        return changed;
    }
}
