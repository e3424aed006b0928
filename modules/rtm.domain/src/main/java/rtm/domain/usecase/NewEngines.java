package rtm.domain.usecase;

import java.io.IOException;
import java.time.InstantSource;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.StateFolders;
import rtm.domain.rule.LimitRules;

/** Makes the container of a new engine, in the steps between which operations do other things. */
final class NewEngines {

    private final ContainerEngine engine;
    private final Images images;
    private final StateFolders folders;
    private final EnginePolicy policy;
    private final InstantSource clock;

    NewEngines(
            ContainerEngine engine,
            StateFolders folders,
            EnginePolicy policy,
            InstantSource clock) {
        this.engine = engine;
        this.images = new Images(engine, policy.pullPolicy());
        this.folders = folders;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * All that a container needs and that can fail before anything is changed.
     *
     * @param image on this host
     * @param limits checked
     * @param folder made
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
     * Brings the image here, checks its limits, and makes the state folder.
     *
     * @throws OperationException in words, if one of them fails
     */
    Prepared prepare(GameId gameId, ImageReference image) {
        EngineLimits limits = LimitRules.resolve(images.obtain(image), policy.limits());
        return new Prepared(image, limits, folder(gameId));
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

    /** Starts a container. */
    void start(Scope scope, ContainerId container) {
        scope.guard().beforeChange();
        engine.start(container);
    }

    /** Removes a container that is in the way, or has been replaced. */
    void remove(Scope scope, ContainerId container) {
        scope.guard().beforeChange();
        engine.remove(container);
    }

    private String folder(GameId gameId) {
        try {
            return folders.prepare(gameId);
        } catch (IOException failed) {
            throw new OperationException(
                    ErrorCode.CONTAINER_START_FAILED,
                    "the state folder of game %s could not be made: %s"
                            .formatted(gameId, failed.getMessage()),
                    failed);
        }
    }
}
