package rtm.workers.retention;

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
import rtm.workers.loop.Interruption;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.WorkerSettings;

/**
 * Periodically removes the containers of games that were stopped longer ago than the retention. A
 * container that cannot be removed now is tried again in the next round.
 */
public final class CleanupWorker implements NamedWorker {

    /** Few removals at once: nobody waits for them, and games may be starting. */
    private static final int PLACES = 2;

    private static final Log LOG = Log.of(CleanupWorker.class);

    private final RuntimeStore records;
    private final WorkerSettings.Cleanup settings;
    private final Cleaner cleaner;
    private final OperationLogCleanup operations;
    private final EndingCleanup endings;
    private final InstantSource clock;
    private final Rounds rounds;
    private final RoundOutage outage;
    private final SecondLook secondLook;

    public CleanupWorker(
            RuntimeStore records,
            WorkerSettings.Cleanup settings,
            Cleaner cleaner,
            OperationLogCleanup operations,
            EndingCleanup endings,
            InstantSource clock,
            Rounds.Sleep sleep) {
        this.records = records;
        this.settings = settings;
        this.cleaner = cleaner;
        this.operations = operations;
        this.endings = endings;
        this.clock = clock;
        this.secondLook = new SecondLook(settings.confirmation());
        this.rounds = new Rounds("cleanup-", PLACES, sleep);
        this.outage =
                new RoundOutage(
                        LOG,
                        settings.interval(),
                        "old container cannot be removed yet",
                        "old containers can be removed again");
    }

    /**
     * Removes the container of a game if the game is still stopped since before that time; empty if
     * the game is busy.
     */
    @FunctionalInterface
    public interface Cleaner {
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
                LogField.of("retention", settings.retention()),
                LogField.of("operation_log_retention", settings.operationLog()));
    }

    @Override
    public void run() throws InterruptedException {
        rounds.every(settings.interval(), this::round);
    }

    /**
     * Removes every container that is too old now and was in an earlier round, and every operation
     * and ending that is too old.
     */
    void round() throws InterruptedException {
        Instant stoppedBefore = clock.instant().minus(settings.retention());
        try {
            List<RuntimeRecord> old =
                    records.list(RuntimeStatus.STOPPED).stream()
                            .filter(record -> Retention.isPast(record, stoppedBefore))
                            .toList();
            rounds.visit(
                    secondLook.confirmed(old),
                    Duration.ZERO,
                    record -> cleanUp(record.gameId(), stoppedBefore));
            operations.round(clock.instant());
            endings.round(clock.instant());
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
                        "game is busy, its old container stays for now",
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
