package rtm.domain.port;

import java.util.Optional;

/**
 * Stores which Docker daemon the records are about. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface DaemonRegistry {

    /** The stored ID of the daemon, if any. */
    Optional<String> recordedDaemon();

    /** Stores this ID in place of the former one. */
    void recordDaemon(String id);
}
