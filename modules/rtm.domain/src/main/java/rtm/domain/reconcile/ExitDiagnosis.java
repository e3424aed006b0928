package rtm.domain.reconcile;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerDisappeared;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.UnexpectedExit;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.GameBusyException;
import rtm.domain.port.MessageEncoder;
import rtm.domain.rule.Drift.Loss;
import rtm.domain.rule.ExitReport;

/** Finds out how engines ended that nobody here had asked to end. */
public final class ExitDiagnosis {

    private final ContainerQueries containers;
    private final MessageEncoder encoder;
    private final InstantSource clock;

    public ExitDiagnosis(ContainerQueries containers, MessageEncoder encoder, InstantSource clock) {
        this.containers = containers;
        this.encoder = encoder;
        this.clock = clock;
    }

    /**
     * How the engine of a recorded container ended, and what to report.
     *
     * @param gone whether it is no longer there
     * @param observations in order
     * @param seen what the snapshot says of it
     * @param end when the engine ended; empty if nobody saw it end
     */
    record Fate(
            boolean gone,
            List<HealthObservation> observations,
            HealthObservation seen,
            Optional<UnexpectedExit> end) {}

    /**
     * Asks Docker; if the container is gone, uses what Docker reported when it happened.
     *
     * @param since when the recorded engine was started, by Docker's clock; what ended before was
     *     reported already, or is not true
     * @throws rtm.domain.model.DependencyUnavailableException if Docker does not answer
     * @throws GameBusyException if the engine runs, against what was seen before
     */
    Fate fate(
            GameId gameId,
            Loss loss,
            Map<ContainerId, ContainerExit> deaths,
            Optional<Instant> since) {
        Optional<InspectedContainer> there =
                switch (loss) {
                    case Loss.Gone _ -> Optional.empty();
                    case Loss.Ended(ContainerId container) -> containers.inspect(gameId, container);
                };
        Optional<ContainerExit> death = Optional.ofNullable(deaths.get(loss.container()));
        return there.map(found -> ended(gameId, found, death, since))
                .orElseGet(() -> gone(gameId, death));
    }

    private static Fate ended(
            GameId gameId,
            InspectedContainer found,
            Optional<ContainerExit> death,
            Optional<Instant> since) {
        if (found.container().live()) {
            throw new GameBusyException(gameId, "a container that has just been started");
        }
        Optional<ContainerExit> earlier = death.filter(seen -> isOfEarlierLife(seen, found));
        Optional<ContainerExit> same = earlier.isPresent() ? Optional.empty() : death;
        ExitReport ending =
                ExitReport.of(
                        found.exitCode(),
                        found.oomKilled(),
                        same.map(ContainerExit::oomSeen).orElse(false),
                        found.restartCount());
        UnexpectedExit end =
                new UnexpectedExit(
                        gameId,
                        found.id(),
                        found.startedAt(),
                        found.finishedAt(),
                        ending.exitCode(),
                        ending.oom());
        List<HealthObservation> before =
                earlier.filter(seen -> since.filter(seen.at()::isBefore).isEmpty())
                        .map(ExitDiagnosis::observations)
                        .orElse(List.of());
        return new Fate(
                false,
                Stream.concat(before.stream(), ending.observations().stream()).toList(),
                ending.observed(),
                Optional.of(end));
    }

    /** Whether the container was started again after that exit; it says nothing about it then. */
    private static boolean isOfEarlierLife(ContainerExit death, InspectedContainer found) {
        return found.startedAt().filter(start -> start.isAfter(death.at())).isPresent();
    }

    private static Fate gone(GameId gameId, Optional<ContainerExit> death) {
        HealthObservation disappeared = new ContainerDisappeared();
        List<HealthObservation> before = death.map(ExitDiagnosis::observations).orElse(List.of());
        return new Fate(
                true,
                Stream.concat(before.stream(), Stream.of(disappeared)).toList(),
                disappeared,
                death.map(seen -> end(gameId, seen)));
    }

    /** An exit that only Docker's event reported. */
    static UnexpectedExit end(GameId gameId, ContainerExit death) {
        ExitReport report = report(death);
        return new UnexpectedExit(
                gameId,
                death.container(),
                Optional.empty(),
                Optional.of(death.at()),
                report.exitCode(),
                report.oom());
    }

    /** The observations of an exit that only Docker's event reported. */
    static List<HealthObservation> observations(ContainerExit death) {
        return report(death).observations();
    }

    private static ExitReport report(ContainerExit death) {
        return ExitReport.of(death.exitCode(), false, death.oomSeen(), 0);
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
