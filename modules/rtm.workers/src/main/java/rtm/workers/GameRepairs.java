package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.operation.GameBusyException;
import rtm.domain.reconcile.ReconcileRuntimes;
import rtm.domain.rule.Drift;

/**
 * Looks at games one by one and puts their records right, those of different games side by side. A
 * repair that fails is tried again until it is done, with longer and longer waits; what is asked
 * for the same game meanwhile joins it.
 */
final class GameRepairs {

    /** Repairs at work at once; one that waits for its next try is not counted. */
    private static final int MOST_AT_WORK = 128;

    /** A defect may be a passing one; one that stays is left to the next comparison. */
    private static final int MOST_DEFECTS = 5;

    private static final Log LOG = Log.of(GameRepairs.class);

    private final ReconcileRuntimes reconcile;
    private final DriftReport report;
    private final Backoff.Waits waits;
    private final GameMailboxes games = new GameMailboxes("reconcile-");
    private final Semaphore atWork = new Semaphore(MOST_AT_WORK, true);
    private final Map<GameId, Wanted> wanted = new HashMap<>();

    GameRepairs(ReconcileRuntimes reconcile, DriftReport report, Backoff.Waits waits) {
        this.reconcile = reconcile;
        this.report = report;
        this.waits = waits;
    }

    /**
     * What is wanted of one game.
     *
     * @param occasion why; an event among other occasions counts
     * @param deaths what Docker told of ends of its engines
     * @param awaiting told of what was found, once it is repaired
     */
    private record Wanted(
            Trigger occasion,
            List<ContainerExit> deaths,
            List<Consumer<Optional<Drift>>> awaiting) {

        Wanted join(Wanted other) {
            return new Wanted(
                    other.occasion == Trigger.EVENT ? other.occasion : occasion,
                    joined(deaths, other.deaths),
                    joined(awaiting, other.awaiting));
        }

        private static <T> List<T> joined(List<T> some, List<T> more) {
            List<T> all = new ArrayList<>(some);
            all.addAll(more);
            return List.copyOf(all);
        }
    }

    /** Docker told that something happened to a container of the game; returns at once. */
    void happened(GameId gameId, Optional<ContainerExit> death) {
        want(gameId, new Wanted(Trigger.EVENT, death.stream().toList(), List.of()));
    }

    /**
     * A comparison found drift; returns at once.
     *
     * @param done told of what was found and repaired, or of nothing if it was given up; not told
     *     if the process ends first
     */
    void found(GameId gameId, Trigger occasion, Consumer<Optional<Drift>> done) {
        want(gameId, new Wanted(occasion, List.of(), List.of(done)));
    }

    private void want(GameId gameId, Wanted more) {
        synchronized (wanted) {
            Wanted before = wanted.get(gameId);
            wanted.put(gameId, before == null ? more : before.join(more));
            if (before != null) {
                return;
            }
        }
        games.submit(gameId, () -> work(gameId));
    }

    private Optional<Wanted> taken(GameId gameId) {
        synchronized (wanted) {
            return Optional.ofNullable(wanted.remove(gameId));
        }
    }

    private void work(GameId gameId) throws InterruptedException {
        Optional<Wanted> first = taken(gameId);
        if (first.isEmpty()) {
            return;
        }
        Wanted now = first.orElseThrow();
        Trial trial = new Trial(gameId);
        Backoff backoff = new Backoff(waits);
        Optional<Drift> drift = attempt(now, trial);
        while (drift.isEmpty() && trial.defects < MOST_DEFECTS) {
            backoff.pause();
            now = taken(gameId).map(now::join).orElse(now);
            drift = attempt(now, trial);
        }
        for (Consumer<Optional<Drift>> one : now.awaiting()) {
            one.accept(drift);
        }
    }

    private Optional<Drift> attempt(Wanted now, Trial trial) throws InterruptedException {
        atWork.acquire();
        try {
            Drift drift = reconcile.repair(trial.gameId, now.occasion().source(), now.deaths());
            report.judged(drift, now.occasion());
            return Optional.of(drift);
        } catch (GameBusyException busy) {
            Interruption.check();
            LOG.debug(
                    "reconcile waits for an operation",
                    LogField.of("game_id", trial.gameId),
                    LogField.of("error", String.valueOf(busy.getMessage())));
        } catch (DependencyUnavailableException | OwnershipLostException later) {
            Interruption.check();
            trial.failed(String.valueOf(later.getMessage()));
        } catch (RuntimeException defect) {
            Interruption.check();
            trial.defects++;
            LOG.defect("repair failed by a defect", defect, LogField.of("game_id", trial.gameId));
        } finally {
            atWork.release();
        }
        return Optional.empty();
    }

    /** Takes no more, and lets what is at work end within the time given. */
    void close(Duration patience) throws InterruptedException {
        games.close(patience);
    }

    /** Interrupts what is at work, without waiting for its end. */
    void interrupt() {
        games.interrupt();
    }

    /** How one game's repair fared so far. */
    private static final class Trial {
        private final GameId gameId;
        private int defects;
        private boolean told;

        Trial(GameId gameId) {
            this.gameId = gameId;
        }

        void failed(String error) {
            LOG.warnOnce(
                    !told,
                    "repair could not be done yet",
                    LogField.of("game_id", gameId),
                    LogField.of("error", error));
            told = true;
        }
    }
}
