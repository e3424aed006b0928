package rtm.domain.operation;

import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.GameLeases.Lease;
import rtm.domain.port.ProcessPresence;

/**
 * Checks, before each change to Docker and before the commit, that this process still owns the
 * game. Remembers whether Docker may have been changed.
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
     * Call this right before a call that changes Docker.
     *
     * @throws DependencyUnavailableException if the lease or the presence lock may be lost
     */
    public void beforeChange() {
        check();
        changed = true;
    }

    /**
     * Call this before the commit.
     *
     * @throws DependencyUnavailableException if the lease or the presence lock may be lost
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

    /** Whether Docker may have been changed. */
    public boolean changed() {
        return changed;
    }
}
