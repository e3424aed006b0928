package rtm.domain.usecase;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Death;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerDisappeared;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.InspectedContainer;
import rtm.domain.port.MessageEncoder;
import rtm.domain.rule.Drift.Loss;
import rtm.domain.rule.Ending;

/** Finds out how engines ended that nobody here had asked to end. */
final class LostEngines {

    private final ContainerQueries containers;
    private final MessageEncoder encoder;
    private final InstantSource clock;

    LostEngines(ContainerQueries containers, MessageEncoder encoder, InstantSource clock) {
        this.containers = containers;
        this.encoder = encoder;
        this.clock = clock;
    }

    /**
     * What is to be told of a container that the record names.
     *
     * @param gone whether it is no longer there
     * @param observations in order; of a clean end none
     * @param seen what the snapshot says of it
     */
    record Fate(boolean gone, List<HealthObservation> observations, HealthObservation seen) {}

    /**
     * Asks Docker, and where the container is gone, what Docker told as it happened.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if Docker does not tell
     */
    Fate fate(Loss loss, Map<ContainerId, Death> deaths) {
        Optional<InspectedContainer> there =
                switch (loss) {
                    case Loss.Gone _ -> Optional.empty();
                    case Loss.Ended(ContainerId container) -> containers.inspect(container);
                };
        Optional<Death> death = Optional.ofNullable(deaths.get(loss.container()));
        return there.map(found -> ended(found, death)).orElseGet(() -> gone(death));
    }

    private static Fate ended(InspectedContainer found, Optional<Death> death) {
        Ending ending =
                Ending.of(
                        found.exitCode(),
                        found.oomKilled(),
                        death.map(Death::oomSeen).orElse(false));
        return new Fate(false, ending.told(), ending.observed());
    }

    private static Fate gone(Optional<Death> death) {
        HealthObservation disappeared = new ContainerDisappeared();
        List<HealthObservation> before = death.map(LostEngines::told).orElse(List.of());
        return new Fate(
                true, Stream.concat(before.stream(), Stream.of(disappeared)).toList(), disappeared);
    }

    /** What is told of an end that only Docker's event tells of. */
    static List<HealthObservation> told(Death death) {
        return Ending.of(death.exitCode(), false, death.oomSeen()).told();
    }

    /** The events about a container. */
    List<Announcement> announcements(
            GameId gameId, ContainerId container, List<HealthObservation> observations) {
        Instant now = clock.instant();
        return observations.stream()
                .<Announcement>map(one -> new Announcement.HealthEvent(gameId, container, now, one))
                .toList();
    }

    /** The snapshot that says what was seen last. */
    HealthSnapshot snapshot(
            GameId gameId, ContainerId container, HealthObservation seen, HealthSource source) {
        return new HealthSnapshot(
                gameId,
                Optional.of(container),
                seen.status(),
                source,
                encoder.details(seen),
                clock.instant());
    }
}
