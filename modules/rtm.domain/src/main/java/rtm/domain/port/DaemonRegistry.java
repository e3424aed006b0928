package rtm.domain.port;

import java.util.Optional;

/**
 * Remembers which Docker engine the records are about. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface DaemonRegistry {

    /** The engine's ID as it was remembered, where there is one. */
    Optional<String> rememberedEngine();

    /** Remembers this ID from now on. */
    void rememberEngine(String id);
}
