package rtm.domain.usecase;

import java.util.List;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEngine;

/**
 * Looks at a game's containers. Nothing is judged from a list that failed: since nothing in the
 * question can be wrong, Docker's refusal of it means that it is not well.
 */
final class Look {

    private Look() {}

    /**
     * The containers.
     *
     * @throws DependencyUnavailableException also if Docker refuses to tell
     */
    static List<ObservedContainer> at(ContainerEngine engine, GameId gameId) {
        try {
            return engine.containersOf(gameId);
        } catch (ContainerEngine.EngineRefusedException refused) {
            throw new DependencyUnavailableException(Dependency.DOCKER, refused.text(), refused);
        }
    }
}
