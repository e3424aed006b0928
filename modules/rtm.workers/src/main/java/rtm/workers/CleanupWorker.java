package rtm.workers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.operation.Outcome;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.Retention;

/**
 * Looks at intervals for games that were stopped longer ago than containers are kept, and has their
 * containers removed. What cannot be done now is found again at the next look.
 */
final class CleanupWorker implements NamedWorker {

    /** Containers that are removed at once: nobody waits for them, and games may be starting. */
    private static final int PLACES = 2;

    private static final Log LOG = Log.of(CleanupWorker.class);

    private final RuntimeStore records;
    private final WorkerSettings.Cleanup settings;
    private final Cleaner cleaner;
    private final InstantSource clock;
    private final Rounds rounds;
    private final RoundOutage outage;

    CleanupWorker(
            RuntimeStore records,
            WorkerSettings.Cleanup settings,
            Cleaner cleaner,
            InstantSource clock,
            Rounds.Sleep sleep) {
        this.records = records;
        this.settings = settings;
        this.cleaner = cleaner;
        this.clock = clock;
        this.rounds = new Rounds("cleanup-", PLACES, sleep);
        this.outage =
                new RoundOutage(
                        LOG,
                        settings.interval(),
                        "an old container cannot be removed yet",
                        "old containers can be removed");
    }

    /** Removes the container of a game, if it was stopped before that time still. */
    @FunctionalInterface
    interface Cleaner {
        Optional<Outcome> cleanUp(GameId gameId, Instant stoppedBefore) throws InterruptedException;
    }

    @Override
    public String name() {
        return "container-cleanup";
    }

    @Override
    public List<LogField> settings() {
        return List.of(
                LogField.of("interval", settings.interval()),
                LogField.of("retention", settings.retention()));
    }

    @Override
    public void run() throws InterruptedException {
        rounds.every(settings.interval(), this::round);
    }

    /** Removes what is too old now. */
    void round() throws InterruptedException {
        Instant stoppedBefore = clock.instant().minus(settings.retention());
        try {
            List<RuntimeRecord> old =
                    records.list(Optional.of(RuntimeStatus.STOPPED)).stream()
                            .filter(record -> Retention.isPast(record, stoppedBefore))
                            .toList();
            rounds.visit(old, Duration.ZERO, record -> cleanUp(record.gameId(), stoppedBefore));
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
        }
        outage.roundEnded();
    }

    private void cleanUp(GameId gameId, Instant stoppedBefore) throws InterruptedException {
        try {
            if (cleaner.cleanUp(gameId, stoppedBefore).isEmpty()) {
                LOG.debug(
                        "game is busy, its old container is left for now",
                        LogField.of("game_id", gameId));
            }
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away, LogField.of("game_id", gameId));
        } catch (OwnershipLostException lost) {
            Interruption.check();
            outage.failed(
                    "lost", String.valueOf(lost.getMessage()), LogField.of("game_id", gameId));
        }
    }
}
