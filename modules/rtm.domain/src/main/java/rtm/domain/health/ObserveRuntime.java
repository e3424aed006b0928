package rtm.domain.health;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.log.HealthEventLine;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.MessageId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.IdSource;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.RuntimeStore;

/**
 * Commits observations of running engines outside of operations: the health snapshot, and a health
 * event if one is published. While an operation owns the game nothing is committed; the observer
 * looks again later.
 */
public final class ObserveRuntime {

    private static final Log LOG = Log.of(ObserveRuntime.class);
    private static final String NO_DETAILS = "{}";

    private final RuntimeStore store;
    private final MessageEncoder encoder;
    private final CommitSignal signal;
    private final InstantSource clock;
    private final IdSource ids;

    public ObserveRuntime(
            RuntimeStore store,
            MessageEncoder encoder,
            CommitSignal signal,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.encoder = encoder;
        this.signal = signal;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * An observation with an identity of its own: it may be committed more than once, and is
     * published once.
     *
     * @param change what is committed
     * @param observation what is published; empty if only the snapshot changes
     */
    record Sighting(HealthChange change, Optional<HealthObservation> observation) {}

    /** A health event. */
    Sighting event(RuntimeRecord record, HealthSource source, HealthObservation observation) {
        return event(record, source, observation, false);
    }

    /** A health event that is dropped where the snapshot in place says the same. */
    Sighting eventOnce(RuntimeRecord record, HealthSource source, HealthObservation observation) {
        return event(record, source, observation, true);
    }

    private Sighting event(
            RuntimeRecord record,
            HealthSource source,
            HealthObservation observation,
            boolean once) {
        Instant now = clock.instant();
        ContainerId container = record.state().containerId().orElseThrow();
        Announcement event =
                new Announcement.HealthEvent(record.gameId(), container, now, observation);
        HealthSnapshot snapshot =
                new HealthSnapshot(
                        record.gameId(),
                        Optional.of(container),
                        observation.status(),
                        source,
                        encoder.details(observation),
                        now);
        return new Sighting(
                new HealthChange(
                        record,
                        snapshot,
                        List.of(encoder.encode(new MessageId(ids.next()), event)),
                        once),
                Optional.of(observation));
    }

    /** Records where engines are. */
    PlaceRecorder places() {
        return new PlaceRecorder(store);
    }

    /** The snapshot of the record's container; empty if it is of another one. */
    Optional<HealthSnapshot> shown(RuntimeRecord record) {
        return store.findHealth(record.gameId())
                .filter(shown -> shown.container().equals(record.state().containerId()));
    }

    /**
     * The engine is healthy, and the snapshot still shows this. Nothing is published.
     *
     * @return empty if the snapshot shows something else
     */
    Optional<Sighting> wellAgain(
            RuntimeRecord record, HealthSource source, HealthStatus shownUntilNow) {
        return shown(record)
                .filter(shown -> shown.status() == shownUntilNow)
                .map(shown ->
                        new HealthSnapshot(
                                record.gameId(),
                                shown.container(),
                                HealthStatus.HEALTHY,
                                source,
                                NO_DETAILS,
                                clock.instant()))
                .map(snapshot -> new HealthChange(record, snapshot, List.of(), false))
                .map(change -> new Sighting(change, Optional.empty()));
    }

    /**
     * Commits what was seen.
     *
     * @return whether it is known to others now; not if the game has moved on or is being worked on
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether it is; the
     *     same sighting is to be committed again
     */
    boolean commit(Sighting sighting) {
        return switch (store.observe(sighting.change())) {
            case COMMITTED -> {
                log(sighting);
                yield true;
            }
            case ALREADY_REPORTED -> true;
            case OUTDATED -> false;
        };
    }

    private void log(Sighting sighting) {
        HealthSnapshot snapshot = sighting.change().snapshot();
        if (!sighting.change().messages().isEmpty()) {
            signal.committed();
        }
        ContainerId container = snapshot.container().orElseThrow();
        sighting.observation()
                .ifPresentOrElse(
                        seen -> logEvent(snapshot, container, seen),
                        () ->
                                LOG.info(
                                        "engine is healthy",
                                        LogField.of("game_id", snapshot.gameId()),
                                        LogField.of("container_id", container),
                                        LogField.of("source", snapshot.source())));
    }

    /** The line of a probe's event is part of the contract, beside the one of all events. */
    private static void logEvent(
            HealthSnapshot snapshot, ContainerId container, HealthObservation seen) {
        new HealthEventLine(LOG).write(snapshot.gameId(), container, snapshot.source(), seen);
        if (snapshot.source() == HealthSource.PROBE) {
            LOG.info(
                    "probe event published",
                    LogField.of("game_id", snapshot.gameId()),
                    LogField.of("container_id", container),
                    LogField.of("event_type", seen.eventType()));
        }
    }
}
