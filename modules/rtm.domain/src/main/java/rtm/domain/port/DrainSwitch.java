package rtm.domain.port;

import java.util.Optional;
import rtm.domain.model.Drain;

/**
 * Stores whether new games are started; it outlives every process. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface DrainSwitch {

    /** The drain; empty while games are started. */
    Optional<Drain> drain();

    /**
     * Starts no more games.
     *
     * @return the drain that counts: an earlier one stays as it is
     */
    Drain drain(Drain requested);

    /** Starts games again. */
    void endDrain();
}
