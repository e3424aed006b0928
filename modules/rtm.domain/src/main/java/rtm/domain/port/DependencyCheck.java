package rtm.domain.port;

import rtm.domain.model.Dependency;

/** One question that readiness asks, with a deadline of its own. */
public interface DependencyCheck {

    /** What is asked about. */
    Dependency dependency();

    /**
     * Asks it now.
     *
     * @throws rtm.domain.model.DependencyUnavailableException in words, if it does not answer well
     */
    void check();
}
