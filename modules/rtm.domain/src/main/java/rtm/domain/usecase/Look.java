package rtm.domain.usecase;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEngine;

/**
 * Looks at containers. Nothing is judged from a list that failed: since nothing in the question can
 * be wrong, Docker's refusal of it means that it is not well.
 */
final class Look {

    private Look() {}

    /**
     * The containers.
     *
     * @throws DependencyUnavailableException also if Docker refuses to tell
     */
    static List<ObservedContainer> at(ContainerEngine engine, GameId gameId) {
        return answer(() -> engine.containersOf(gameId));
    }

    /**
     * All containers of this service.
     *
     * @throws DependencyUnavailableException also if Docker refuses to tell
     */
    static List<ObservedContainer> atAll(ContainerEngine engine) {
        return answer(engine::owned);
    }

    /**
     * One container in full; empty if it is gone.
     *
     * @throws DependencyUnavailableException also if Docker refuses to tell
     */
    static Optional<InspectedContainer> into(ContainerEngine engine, ContainerId container) {
        return answer(() -> engine.inspect(container));
    }

    private static <T> T answer(Supplier<T> question) {
        try {
            return question.get();
        } catch (ContainerEngine.EngineRefusedException refused) {
            throw new DependencyUnavailableException(Dependency.DOCKER, refused.text(), refused);
        }
    }
}
