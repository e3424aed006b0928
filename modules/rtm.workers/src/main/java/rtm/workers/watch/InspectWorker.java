package rtm.workers.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rtm.domain.health.JudgeInspections;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.WatchedEngines;

/**
 * Periodically inspects the container of each running engine. If the engine has ended, or its
 * container was removed or taken off its network, the worker requests a check of the game, which
 * repairs that.
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
        rounds.every(interval, this::round);
    }

    /** Inspects the container of every running engine once, spread over half the interval. */
    void round() throws InterruptedException {
        try {
            List<RuntimeRecord> running = engines.records().list(RuntimeStatus.RUNNING);
            judge.keepOnly(running);
            rounds.visit(running, interval.dividedBy(2), this::inspect);
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
        }
        outage.roundEnded();
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
