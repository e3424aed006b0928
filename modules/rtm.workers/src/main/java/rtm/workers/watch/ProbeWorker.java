package rtm.workers.watch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import rtm.domain.health.JudgeProbes;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.EngineHealth.Answer;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.WatchedEngines;
import rtm.workers.wiring.WorkerSettings;

/**
 * Periodically probes the health of each running engine, at its container's address on the Docker
 * network, because the engine's name is unknown outside that network. An interrupted probe does not
 * count, nor does one whose address Docker did not return.
 */
public final class ProbeWorker implements NamedWorker {

    private static final Log LOG = Log.of(ProbeWorker.class);
    private static final Answer NO_ADDRESS =
            new Answer.Unhealthy(0, "the container has no address on the Docker network");

    private final WatchedEngines engines;
    private final WorkerSettings.Probe settings;
    private final JudgeProbes judge;
    private final Rounds rounds;
    private final Map<GameId, Place> places = new ConcurrentHashMap<>();
    private final RoundOutage outage;

    public ProbeWorker(
            WatchedEngines engines,
            WorkerSettings.Probe settings,
            JudgeProbes judge,
            Rounds.Sleep sleep) {
        this.engines = engines;
        this.settings = settings;
        this.judge = judge;
        this.rounds = new Rounds("probe-", settings.maxConcurrency(), sleep);
        this.outage =
                new RoundOutage(
                        LOG,
                        settings.interval(),
                        "an engine cannot be probed",
                        "all running engines can be probed");
    }

    /** The address of an engine, valid until its record changes. */
    private record Place(ContainerId container, long version, EngineAddress address) {

        boolean isOf(RuntimeRecord record) {
            return version == record.version()
                    && record.state().containerId().filter(container::equals).isPresent();
        }
    }

    @Override
    public String name() {
        return "health-probe";
    }

    @Override
    public List<LogField> settings() {
        return List.of(
                LogField.of("interval", settings.interval()),
                LogField.of("probe_timeout", settings.timeout()),
                LogField.of("failures_threshold", settings.failuresThreshold()),
                LogField.of("max_concurrency", settings.maxConcurrency()));
    }

    @Override
    public void run() throws InterruptedException {
        rounds.every(settings.interval(), this::round);
    }

    /**
     * Probes every running engine once, spread so that the last probe times out within the
     * interval.
     */
    void round() throws InterruptedException {
        try {
            List<RuntimeRecord> running = engines.records().list(RuntimeStatus.RUNNING);
            judge.keepOnly(running);
            forgetAllBut(running);
            Duration window = settings.interval().minus(settings.timeout());
            rounds.visit(running, window.isNegative() ? Duration.ZERO : window, this::probe);
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
        }
        outage.roundEnded();
    }

    private void forgetAllBut(List<RuntimeRecord> running) {
        Map<GameId, Place> known = Map.copyOf(places);
        places.clear();
        for (RuntimeRecord record : running) {
            Optional.ofNullable(known.get(record.gameId()))
                    .filter(place -> place.isOf(record))
                    .ifPresent(place -> places.put(record.gameId(), place));
        }
    }

    private void probe(RuntimeRecord record) throws InterruptedException {
        try {
            judge.judge(record, answer(record));
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away, LogField.of("game_id", record.gameId()));
        }
    }

    private Answer answer(RuntimeRecord record) throws InterruptedException {
        Optional<EngineAddress> address = address(record);
        if (address.isEmpty()) {
            return NO_ADDRESS;
        }
        Answer answer = engines.health().ask(address.orElseThrow(), settings.timeout());
        if (answer instanceof Answer.Unhealthy(int status, _) && status == 0) {
            places.remove(record.gameId());
        }
        return answer;
    }

    private Optional<EngineAddress> address(RuntimeRecord record) {
        Place known = places.get(record.gameId());
        if (known != null) {
            return Optional.of(known.address());
        }
        ContainerId container = record.state().containerId().orElseThrow();
        Optional<EngineAddress> found = engines.docker().address(record.gameId(), container);
        found.ifPresent(address ->
                places.put(record.gameId(), new Place(container, record.version(), address)));
        return found;
    }
}
