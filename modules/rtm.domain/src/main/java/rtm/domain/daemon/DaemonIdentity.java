package rtm.domain.daemon;

import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DaemonRegistry;

/**
 * Prevents comparing the records with a different Docker daemon than the one they are about: on it,
 * every game would seem to have disappeared.
 */
public final class DaemonIdentity {

    private static final Log LOG = Log.of(DaemonIdentity.class);

    private final DaemonRegistry registry;

    /** Compares with the ID in the registry. */
    public DaemonIdentity(DaemonRegistry registry) {
        this.registry = registry;
    }

    /**
     * Compares a daemon with the recorded one; the first daemon ever is recorded.
     *
     * @param acceptChange whether a different daemon replaces the recorded one
     * @return why this daemon is refused; empty if it is accepted
     */
    public Optional<String> refusal(String daemonId, boolean acceptChange) {
        Optional<String> recorded = registry.recordedDaemon();
        if (recorded.filter(daemonId::equals).isPresent()) {
            return Optional.empty();
        }
        if (recorded.isPresent() && !acceptChange) {
            return Optional.of(
                    ("docker: the daemon's ID is %s, but the records are about daemon %s, so"
                                    + " every game would seem to have disappeared; point"
                                    + " RTMANAGER_DOCKER_HOST at that daemon, or set"
                                    + " RTMANAGER_ACCEPT_ENGINE_CHANGE=true once")
                            .formatted(daemonId, recorded.orElseThrow()));
        }
        registry.recordDaemon(daemonId);
        LOG.info(
                "docker daemon recorded",
                LogField.of("engine_id", daemonId),
                LogField.of("before", recorded.orElse("")));
        return Optional.empty();
    }

    /**
     * Checks that a daemon is the recorded one, if one is recorded.
     *
     * @throws DependencyUnavailableException if it is a different one
     */
    public void require(String daemonId) {
        Optional<String> recorded = registry.recordedDaemon();
        if (recorded.isPresent() && !recorded.orElseThrow().equals(daemonId)) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "the daemon's ID is %s, but the records are about daemon %s; it is not used"
                            .formatted(daemonId, recorded.orElseThrow()),
                    null);
        }
    }
}
