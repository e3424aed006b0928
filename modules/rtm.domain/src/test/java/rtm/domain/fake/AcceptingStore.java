package rtm.domain.fake;

import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

/** The check of a PostgreSQL that accepts work, until a test says that it refuses all. */
public final class AcceptingStore implements DependencyCheck {

    private final AtomicBoolean refusing = new AtomicBoolean();

    /** It accepts all work. */
    public AcceptingStore() {}

    /** From now on it refuses all work, or none. */
    public void refuseAll(boolean all) {
        refusing.set(all);
    }

    @Override
    public Dependency dependency() {
        return Dependency.POSTGRES;
    }

    @Override
    public void check() {
        if (refusing.get()) {
            throw new DependencyUnavailableException(Dependency.POSTGRES, "refuses all", null);
        }
    }
}
