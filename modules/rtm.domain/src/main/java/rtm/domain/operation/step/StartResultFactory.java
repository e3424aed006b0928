package rtm.domain.operation.step;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.StepResult;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.StateFolders;

/** The result of an operation after which an engine runs: record, snapshot and health event. */
public final class StartResultFactory {

    private final ContainerQueries containers;
    private final StateFolders folders;
    private final MessageEncoder encoder;
    private final EnginePolicy policy;
    private final InstantSource clock;

    public StartResultFactory(
            ContainerQueries containers,
            StateFolders folders,
            MessageEncoder encoder,
            EnginePolicy policy,
            InstantSource clock) {
        this.containers = containers;
        this.folders = folders;
        this.encoder = encoder;
        this.policy = policy;
        this.clock = clock;
    }

    /** For an engine that this operation just started. */
    public StepResult settle(OperationContext context, EngineLauncher.Made made) {
        EngineSpec spec = made.spec();
        return settle(
                context,
                new Verdict.Done(),
                spec.image(),
                made.container(),
                context.operation().gameId().engineEndpoint(),
                spec.statePath(),
                made.startedAt(),
                made.place());
    }

    /** For an engine that was found running. */
    public StepResult settle(
            OperationContext context,
            Verdict verdict,
            ImageReference image,
            ObservedContainer running) {
        GameId gameId = context.operation().gameId();
        Optional<InspectedContainer> seen = containers.inspect(gameId, running.id());
        return settle(
                context,
                verdict,
                image,
                running.id(),
                endpoint(gameId, running),
                folders.pathOf(gameId),
                // By Docker's clock, so that it can be compared with the time of an end that Docker
                // reports.
                seen.flatMap(InspectedContainer::startedAt).orElseGet(clock::instant),
                seen.map(InspectedContainer::place).orElse(EnginePlace.NONE));
    }

    /**
     * For an engine that was started and has ended since. The record becomes as it was between the
     * two, so that the end is reported like any other.
     */
    StepResult settleEnded(
            OperationContext context, ImageReference image, ObservedContainer ended) {
        StepResult started = settle(context, new Verdict.Done(), image, ended);
        return new StepResult(
                        started.verdict(),
                        started.container(),
                        started.record(),
                        started.snapshot(),
                        List.of())
                .at(EnginePlace.NONE);
    }

    /** For the old engine, which was started again because its replacement failed. */
    StepResult putBack(
            OperationContext context,
            Verdict verdict,
            RuntimeRecord record,
            ObservedContainer container,
            EngineStart started) {
        return settle(
                context,
                verdict,
                record.currentImage(),
                container.id(),
                record.engineEndpoint(),
                record.statePath(),
                started.at().orElseGet(clock::instant),
                started.place());
    }

    /** Containers made by hand keep their names; others have the name of their game. */
    static String endpoint(GameId gameId, ObservedContainer container) {
        return container.madeByHand()
                ? "http://%s:8080".formatted(container.name())
                : gameId.engineEndpoint();
    }

    private StepResult settle(
            OperationContext context,
            Verdict verdict,
            ImageReference image,
            ContainerId container,
            String endpoint,
            String statePath,
            Instant startedAt,
            EnginePlace place) {
        GameId gameId = context.operation().gameId();
        Instant now = clock.instant();
        RuntimeRecord record =
                new RuntimeRecord(
                        gameId,
                        context.operation().node(),
                        new RuntimeState.Running(container),
                        image,
                        endpoint,
                        statePath,
                        policy.network(),
                        startedAt,
                        now,
                        context.record().map(RuntimeRecord::createdAt).orElse(now),
                        context.record().map(RuntimeRecord::version).orElse(0L));
        HealthObservation observation = new HealthObservation.ContainerStarted(image.value());
        HealthSnapshot snapshot =
                new HealthSnapshot(
                        gameId,
                        Optional.of(container),
                        observation.status(),
                        HealthSource.OPERATION,
                        encoder.details(observation),
                        now);
        return new StepResult(
                        verdict,
                        Optional.of(container),
                        Optional.of(record),
                        Optional.of(snapshot),
                        List.of(new Announcement.HealthEvent(gameId, container, now, observation)))
                .at(place);
    }
}
