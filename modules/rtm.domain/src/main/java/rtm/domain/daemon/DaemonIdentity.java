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
    public Optional<String> refusal(String engineId, boolean acceptChange) {
        Optional<String> remembered = registry.rememberedEngine();
        if (remembered.filter(engineId::equals).isPresent()) {
            return Optional.empty();
        }
        if (remembered.isPresent() && !acceptChange) {
            return Optional.of(
                    ("docker: the daemon's ID is %s, but the records are about daemon %s, so"
                            + " every game would seem to have disappeared; point"
                            + " RTMANAGER_DOCKER_HOST at that daemon, or set"
                            + " RTMANAGER_ACCEPT_ENGINE_CHANGE=true once")
                            .formatted(engineId, remembered.orElseThrow()));
        }
        registry.rememberEngine(engineId);
        LOG.info(
                "docker daemon recorded",
                LogField.of("engine_id", engineId),
                LogField.of("before", remembered.orElse("")));
        return Optional.empty();
    }

    /**
     * Checks that a daemon is the recorded one, if one is recorded.
     *
     * @throws DependencyUnavailableException if it is a different one
     */
    public void require(String engineId) {
        Optional<String> remembered = registry.rememberedEngine();
        if (remembered.isPresent() && !remembered.orElseThrow().equals(engineId)) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "the daemon's ID is %s, but the records are about daemon %s; it is not used"
                            .formatted(engineId, remembered.orElseThrow()),
                    null);
        }
    }
}
