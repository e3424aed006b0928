package rtm.domain.health;

import java.util.Collection;
import java.util.Optional;
import rtm.domain.health.ObserveRuntime.Sighting;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.EngineHealth.Answer;
import rtm.domain.rule.ProbeStreak;

/**
 * Counts how engines answer their probes, and reports when one fails and when it is healthy again.
 * The counts last as long as it lives; that a failure was reported is read from the snapshot.
 */
public final class JudgeProbes {

    private static final Log LOG = Log.of(JudgeProbes.class);

    private final ObserveRuntime observe;
    private final int threshold;
    private final ReportedHealthCache<ProbeStreak> streaks;

    /**
     * A judge that has seen nothing yet.
     *
     * @param threshold failures in a row after which an engine counts as failing
     */
    public JudgeProbes(ObserveRuntime observe, int threshold) {
        this.observe = observe;
        this.threshold = threshold;
        this.streaks = new ReportedHealthCache<>(observe);
    }

    /** Drops the counts of every game that does not run any more, or not in the same container. */
    public void keepOnly(Collection<RuntimeRecord> running) {
        streaks.keepOnly(running);
    }

    /**
     * Judges an answer; one call at a time for each game.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether the report
     *     was committed; the next call resolves it
     */
    public void judge(RuntimeRecord record, Answer answer) {
        Optional<ProbeStreak> before = streaks.read(record);
        ProbeStreak streak = before.orElseGet(() -> reportedBefore(record));
        switch (streak.after(answer, threshold)) {
            case ProbeStreak.ProbeVerdict.Quiet(ProbeStreak next) -> {
                boolean news =
                        answer instanceof Answer.Healthy && !before.equals(Optional.of(next));
                if (!news || showAsWell(record)) {
                    note(record, answer, next);
                }
            }
            case ProbeStreak.ProbeVerdict.Report(
                            var observation,
                            var untilThen,
                            var onceReported) ->
                    streaks.report(
                            record,
                            observe.event(record, HealthSource.PROBE, observation),
                            Optional.of(untilThen),
                            onceReported);
        }
    }

    /** What an earlier process has reported of this container, as far as the snapshot says so. */
    private ProbeStreak reportedBefore(RuntimeRecord record) {
        return observe.shown(record)
                .filter(shown -> shown.status() == HealthStatus.PROBE_FAILED)
                .map(_ -> new ProbeStreak(threshold, true))
                .orElse(ProbeStreak.CLEAN);
    }

    private void note(RuntimeRecord record, Answer answer, ProbeStreak next) {
        streaks.write(record, next);
        if (answer instanceof Answer.Unhealthy(_, String error)) {
            LOG.debug(
                    "probe failure",
                    LogField.of("game_id", record.gameId()),
                    LogField.of("consecutive_failures", next.failures()),
                    LogField.of("threshold", threshold),
                    LogField.of("err", error));
        }
    }

    /**
     * The first good answer of an engine is shown.
     *
     * @return whether it is shown; if an operation holds the game, the next answer tries again
     */
    private boolean showAsWell(RuntimeRecord record) {
        Optional<Sighting> sighting =
                observe.wellAgain(record, HealthSource.PROBE, HealthStatus.STARTING);
        return sighting.isEmpty() || observe.commit(sighting.get());
    }
}
