package rtm.workers;

import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Labels;
import rtm.domain.rule.Drift;

/** Counts drift, and tells of what only a person can put right. */
final class DriftReport {

    private static final Log LOG = Log.of(DriftReport.class);

    private final WorkerMetrics metrics;

    DriftReport(WorkerMetrics metrics) {
        this.metrics = metrics;
    }

    /** A game was judged while it was held, and repaired where it could be. */
    void judged(Drift drift, Trigger occasion) {
        drift.kind()
                .ifPresent(kind -> {
                    metrics.drift(kind);
                    switch (occasion) {
                        case BOOT, CONNECT, SKIPPED, PAUSE, INTERVAL, INSPECT ->
                                metrics.untold(kind, occasion);
                        case EVENT -> {}
                    }
                });
        warn(drift);
    }

    /** A container was found that belongs to no game. */
    void strange(Drift.InvalidLabel drift) {
        drift.kind().ifPresent(metrics::drift);
        warn(drift);
    }

    private static void warn(Drift drift) {
        switch (drift) {
            case Drift.TwoRunning two ->
                    LOG.warn(
                            "more than one engine of a game runs; remove all but one by hand",
                            LogField.of("game_id", two.gameId()),
                            LogField.of(
                                    "container_ids",
                                    two.running().stream()
                                            .map(one -> one.id().value())
                                            .collect(Collectors.joining(","))));
            case Drift.InvalidLabel(var container) ->
                    LOG.warn(
                            "a container is labelled for a game that cannot be, and is left alone",
                            LogField.of("container_id", container.id()),
                            LogField.of("container", container.name()),
                            LogField.of(
                                    "label", container.labels().getOrDefault(Labels.GAME_ID, "")));
            case Drift.None _,
                    Drift.InFlight _,
                    Drift.Adopt _,
                    Drift.Dispose _,
                    Drift.ObservedExited _ -> {}
        }
    }
}
