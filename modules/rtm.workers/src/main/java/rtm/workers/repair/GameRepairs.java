package rtm.workers.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.operation.GameBusyException;
import rtm.domain.reconcile.ReconcileRuntimes;
import rtm.domain.rule.Drift;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.Trigger;
import rtm.workers.loop.WaitingGames;

/**
 * Checks single games and corrects their records, different games in parallel. A repair that fails
 * is tried again after growing waits until it succeeds. Requests for the same game that arrive
 * meanwhile are merged into it.
 */
public final class GameRepairs {

    /** Limit of repairs that run at once; a repair that waits for its next try does not count. */
    private static final int MOST_AT_WORK = 128;

    /** A defect may be temporary; after this many, the game is left to the next comparison. */
    private static final int MOST_DEFECTS = 5;

    /** Of more containers of one game, only the last ends are remembered. */
    private static final int MOST_EXITS = 64;

    private static final Log LOG = Log.of(GameRepairs.class);

    private final ReconcileRuntimes reconcile;
    private final DriftReport report;
    private final EndingOutputs endings;
    private final Backoff.Waits waits;
    private final GameMailboxes games = new GameMailboxes("reconcile-");
    private final Semaphore atWork = new Semaphore(MOST_AT_WORK, true);
    private final Map<GameId, RepairRequest> requests = new HashMap<>();
    private final WaitingGames waiting =
            new WaitingGames(
                    LOG, "repair could not be done yet", "all repairs that waited are done");

    public GameRepairs(
            ReconcileRuntimes reconcile,
            DriftReport report,
            EndingOutputs endings,
            Backoff.Waits waits) {
        this.reconcile = reconcile;
        this.report = report;
        this.endings = endings;
        this.waits = waits;
    }

    /**
     * What was requested for one game.
     *
     * @param trigger why; an event has priority over other triggers
     * @param exits the ends of its engines that Docker reported
     * @param callbacks receive the drift once it is repaired
     */
    private record RepairRequest(
            Trigger trigger, List<ContainerExit> exits, List<Consumer<Optional<Drift>>> callbacks) {

        RepairRequest join(RepairRequest other) {
            return new RepairRequest(
                    other.trigger == Trigger.EVENT ? other.trigger : trigger,
                    latest(joined(exits, other.exits)),
                    joined(callbacks, other.callbacks));
        }

        /** A flood of events takes no memory: of each container only the last end counts. */
        private static List<ContainerExit> latest(List<ContainerExit> all) {
            Map<ContainerId, ContainerExit> latest = new LinkedHashMap<>();
            all.forEach(exit -> latest.put(exit.container(), exit));
            return latest.values().stream().skip(Math.max(0, latest.size() - MOST_EXITS)).toList();
        }

        private static <T> List<T> joined(List<T> some, List<T> more) {
            List<T> all = new ArrayList<>(some);
            all.addAll(more);
            return List.copyOf(all);
        }
    }

    /** Docker reported an event of a container of the game; returns at once. */
    public void happened(GameId gameId, Optional<ContainerExit> exit) {
        request(gameId, new RepairRequest(Trigger.EVENT, exit.stream().toList(), List.of()));
    }

    /**
     * A comparison found drift; returns at once.
     *
     * @param done receives the drift that was found and repaired, or empty if the repair was given
     *     up; not called if the process ends first
     */
    public void found(GameId gameId, Trigger trigger, Consumer<Optional<Drift>> done) {
        request(gameId, new RepairRequest(trigger, List.of(), List.of(done)));
    }

    private void request(GameId gameId, RepairRequest more) {
        synchronized (requests) {
            RepairRequest before = requests.get(gameId);
            requests.put(gameId, before == null ? more : before.join(more));
            if (before != null) {
                return;
            }
        }
        games.submit(gameId, () -> work(gameId));
    }

    private Optional<RepairRequest> taken(GameId gameId) {
        synchronized (requests) {
            return Optional.ofNullable(requests.remove(gameId));
        }
    }

    private void work(GameId gameId) throws InterruptedException {
        Optional<RepairRequest> first = taken(gameId);
        if (first.isEmpty()) {
            return;
        }
        RepairRequest now = first.orElseThrow();
        RepairAttempt attempt = new RepairAttempt(gameId);
        Backoff backoff = new Backoff(waits);
        Optional<Drift> drift = attempt(now, attempt);
        while (drift.isEmpty() && attempt.defects < MOST_DEFECTS) {
            backoff.pause();
            now = taken(gameId).map(now::join).orElse(now);
            drift = attempt(now, attempt);
        }
        waiting.ended(gameId);
        for (Consumer<Optional<Drift>> one : now.callbacks()) {
            one.accept(drift);
        }
    }

    private Optional<Drift> attempt(RepairRequest now, RepairAttempt attempt)
            throws InterruptedException {
        atWork.acquire();
        try {
            Drift drift = reconcile.repair(attempt.gameId, now.trigger().source(), now.exits());
            report.judged(drift, now.trigger());
            if (!now.exits().isEmpty() || drift.kind().isPresent()) {
                endings.look(attempt.gameId);
            }
            return Optional.of(drift);
        } catch (GameBusyException busy) {
            Interruption.check();
            LOG.debug(
                    "repair waits for a running operation",
                    LogField.of("game_id", attempt.gameId),
                    LogField.of("error", String.valueOf(busy.getMessage())));
        } catch (UnreadableRowException bad) {
            Interruption.check();
            LOG.debug(
                    "game is left out",
                    LogField.of("game_id", attempt.gameId),
                    LogField.of("error", bad.text()));
            return Optional.of(new Drift.None(attempt.gameId));
        } catch (DependencyUnavailableException | OwnershipLostException later) {
            Interruption.check();
            waiting.failed(attempt.gameId, later);
        } catch (RuntimeException defect) {
            Interruption.check();
            attempt.defects++;
            LOG.defect(
                    "repair failed because of a defect",
                    defect,
                    LogField.of("game_id", attempt.gameId));
        } finally {
            atWork.release();
        }
        return Optional.empty();
    }

    /**
     * Accepts no more repairs. Waits for the running ones up to the given time, then interrupts
     * them.
     */
    public void close(Duration patience) throws InterruptedException {
        games.close(patience);
    }

    /** Interrupts the running repairs, without waiting for their end. */
    public void interrupt() {
        games.interrupt();
    }

    /** The defects of one game's repair so far. */
    private static final class RepairAttempt {
        private final GameId gameId;
        private int defects;

        RepairAttempt(GameId gameId) {
            this.gameId = gameId;
        }
    }
}
