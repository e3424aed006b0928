package rtm.workers.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import rtm.domain.health.JudgeInspections;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.WatchedEngines;

/**
 * Inspects the container of each running engine, periodically and when an event says that it
 * changed. If the engine has ended, or its container was removed or taken off its network, the
 * worker requests a check of the game, which repairs that.
 */
public final class InspectWorker implements NamedWorker {

    /**
     * A container that hangs blocks its place for the whole deadline of a call; the others
     * continue.
     */
    private static final int PLACES = 8;

    private static final Log LOG = Log.of(InspectWorker.class);

    private final WatchedEngines engines;
    private final Duration interval;
    private final JudgeInspections judge;
    private final GameCheck check;
    private final Rounds rounds;
    private final RoundOutage outage;
    private final Set<GameId> wanted = ConcurrentHashMap.newKeySet();
    private final Set<GameId> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(PLACES);
    private volatile Optional<GameMailboxes> between = Optional.empty();

    /** Requests a comparison of one game's record with its containers, which may disagree. */
    @FunctionalInterface
    public interface GameCheck {

        /** Requests it; returns at once. */
        void soon(GameId gameId);
    }

    public InspectWorker(
            WatchedEngines engines,
            Duration interval,
            JudgeInspections judge,
            GameCheck check,
            Rounds.Sleep sleep) {
        this.engines = engines;
        this.interval = interval;
        this.judge = judge;
        this.check = check;
        this.rounds = new Rounds("inspect-", PLACES, sleep);
        this.outage =
                new RoundOutage(
                        LOG,
                        interval,
                        "a running container cannot be inspected",
                        "all running containers can be inspected");
    }

    @Override
    public String name() {
        return "docker-inspect";
    }

    @Override
    public List<LogField> settings() {
        return List.of(LogField.of("interval", interval), LogField.of("max_concurrency", PLACES));
    }

    @Override
    public void run() throws InterruptedException {
        GameMailboxes mailboxes = new GameMailboxes("inspect-soon-");
        wanted.clear();
        between = Optional.of(mailboxes);
        try {
            rounds.every(interval, this::round);
        } finally {
            mailboxes.interrupt();
        }
    }

    /** Inspects the container of a game as soon as possible, if the worker runs; does not wait. */
    public void soon(GameId gameId) {
        if (between.isPresent() && wanted.add(gameId)) {
            submit(gameId);
        }
    }

    private void submit(GameId gameId) {
        between.ifPresent(mailboxes -> mailboxes.submit(gameId, () -> inspectNow(gameId)));
    }

    /** While a round inspects it, the wish stays, and the round sees it afterwards. */
    private void inspectNow(GameId gameId) throws InterruptedException {
        places.acquire();
        try {
            if (busy.add(gameId)) {
                try {
                    inspectIfWanted(gameId);
                } finally {
                    busy.remove(gameId);
                }
            }
        } finally {
            places.release();
        }
    }

    private void inspectIfWanted(GameId gameId) throws InterruptedException {
        if (wanted.remove(gameId)) {
            Optional<RuntimeRecord> running = running(gameId);
            if (running.isPresent()) {
                inspect(running.orElseThrow());
            }
        }
    }

    /** What cannot be read now is seen by the next round. */
    private Optional<RuntimeRecord> running(GameId gameId) throws InterruptedException {
        try {
            return engines.records()
                    .find(gameId)
                    .filter(record -> record.state().status() == RuntimeStatus.RUNNING);
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away, LogField.of("game_id", gameId));
            return Optional.empty();
        }
    }

    /** Inspects the container of every running engine once, spread over half the interval. */
    void round() throws InterruptedException {
        try {
            List<RuntimeRecord> running = engines.records().list(RuntimeStatus.RUNNING);
            judge.keepOnly(running);
            rounds.visit(running, interval.dividedBy(2), this::inspectAlone);
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
        }
        outage.roundEnded();
    }

    /**
     * One that is being inspected because of an event needs no second look; one that an event asks
     * for meanwhile does.
     */
    private void inspectAlone(RuntimeRecord record) throws InterruptedException {
        GameId gameId = record.gameId();
        if (busy.add(gameId)) {
            try {
                inspect(record);
            } finally {
                busy.remove(gameId);
                if (wanted.contains(gameId)) {
                    submit(gameId);
                }
            }
        }
    }

    private void inspect(RuntimeRecord record) throws InterruptedException {
        LogField game = LogField.of("game_id", record.gameId());
        try {
            Optional<InspectedContainer> found =
                    engines.docker()
                            .inspect(record.gameId(), record.state().containerId().orElseThrow());
            if (found.filter(one -> one.container().live()).isEmpty()) {
                check.soon(record.gameId());
            } else {
                judge.judge(record, found.orElseThrow());
                if (found.orElseThrow().container().detached()) {
                    check.soon(record.gameId());
                }
            }
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away, game);
        }
    }
}
