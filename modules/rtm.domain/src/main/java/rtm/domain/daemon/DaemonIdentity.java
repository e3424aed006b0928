package rtm.domain.daemon;

import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DaemonRegistry;

/**
 * Keeps the records from being judged by another Docker engine than the one they are about: there,
 * every game would look gone.
 */
public final class DaemonIdentity {

    private static final Log LOG = Log.of(DaemonIdentity.class);

    private final DaemonRegistry registry;

    /** Recognizes by what the registry remembers. */
    public DaemonIdentity(DaemonRegistry registry) {
        this.registry = registry;
    }

    /**
     * Compares an engine with the one that is remembered; the first one ever is remembered.
     *
     * @param acceptChange whether another engine takes the place of the remembered one
     * @return why this engine is refused, in words; empty if it is not
     */
    public Optional<String> refusal(String engineId, boolean acceptChange) {
        Optional<String> remembered = registry.rememberedEngine();
        if (remembered.filter(engineId::equals).isPresent()) {
            return Optional.empty();
        }
        if (remembered.isPresent() && !acceptChange) {
            return Optional.of(
                    ("docker: the engine's ID is %s, but the records are about engine %s, so every"
                                    + " game would look gone; point RTMANAGER_DOCKER_HOST at that"
                                    + " engine, or set RTMANAGER_ACCEPT_ENGINE_CHANGE=true once")
                            .formatted(engineId, remembered.orElseThrow()));
        }
        registry.rememberEngine(engineId);
        LOG.info(
                "docker engine remembered",
                LogField.of("engine_id", engineId),
                LogField.of("before", remembered.orElse("")));
        return Optional.empty();
    }

    /**
     * Makes sure that an engine is the remembered one, if one is remembered.
     *
     * @throws DependencyUnavailableException if it is another one
     */
    public void require(String engineId) {
        Optional<String> remembered = registry.rememberedEngine();
        if (remembered.isPresent() && !remembered.orElseThrow().equals(engineId)) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "the engine's ID is %s, but the records are about engine %s; nothing is done by it"
                            .formatted(engineId, remembered.orElseThrow()),
                    null);
        }
    }
}
