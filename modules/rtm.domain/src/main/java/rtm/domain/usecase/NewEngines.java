package rtm.domain.usecase;

import java.time.InstantSource;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.LimitRules;

/** Makes the container of a new engine, in the steps between which operations do other things. */
final class NewEngines {

    private final ContainerEngine engine;
    private final Images images;
    private final GameStates states;
    private final EnginePolicy policy;
    private final InstantSource clock;

    NewEngines(
            ContainerEngine engine, GameStates states, EnginePolicy policy, InstantSource clock) {
        this.engine = engine;
        this.images = new Images(engine, policy.pullPolicy());
        this.states = states;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * All that a container needs and that can fail before anything is changed.
     *
     * @param image on this host
     * @param limits checked
     * @param folder with the game's state; made, if the game is new
     */
    record Prepared(ImageReference image, EngineLimits limits, String folder) {}

    /**
     * A container that was created and started.
     *
     * @param spec what it was created with
     * @param container it
     */
    record Made(EngineSpec spec, ContainerId container) {}

    /**
     * Brings the image here, checks its limits, and makes sure of the state folder.
     *
     * @throws OperationException in words, if one of them fails
     */
    Prepared prepare(Scope scope, ImageReference image) {
        EngineLimits limits = LimitRules.resolve(images.obtain(image), policy.limits());
        return new Prepared(
                image, limits, states.folder(scope.operation().gameId(), scope.record()));
    }

    /** Creates the container, labelled with the time of its start, and starts it. */
    Made run(Scope scope, Prepared prepared) {
        EngineSpec spec =
                new EngineSpec(
                        scope.operation().gameId(),
                        prepared.image(),
                        prepared.limits(),
                        prepared.folder(),
                        scope.operation().id(),
                        clock.instant());
        scope.guard().beforeChange();
        ContainerId container = engine.create(spec);
        start(scope, container);
        return new Made(spec, container);
    }

    /**
     * Starts a container, a new one or one that is put back, if the game's state is there still.
     *
     * @throws ContainerEngine.EngineRefusedException if it is not, or Docker refuses
     */
    void start(Scope scope, ContainerId container) {
        Optional<String> absence = absentState(scope);
        if (absence.isPresent()) {
            throw new ContainerEngine.EngineRefusedException(absence.orElseThrow(), null);
        }
        scope.guard().beforeChange();
        engine.start(container);
    }

    /** Why no engine of the game can be started, in words; empty if its state is there. */
    Optional<String> absentState(Scope scope) {
        return states.absence(scope.operation().gameId(), scope.record());
    }

    /** Removes a container that is in the way, or has been replaced. */
    void remove(Scope scope, ContainerId container) {
        scope.guard().beforeChange();
        engine.remove(container);
    }
}
