package rtm.domain.port;

import rtm.domain.model.Dependency;

/** One check of readiness, with its own deadline. */
public interface DependencyCheck {

    /** The checked dependency. */
    Dependency dependency();

    /**
     * Checks it now.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it does not work, with the reason
     */
    void check();
}
