package rtm.workers.repair;

import java.util.List;
import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeNames;
import rtm.domain.model.ObservedContainer;
import rtm.domain.rule.Drift;
import rtm.workers.loop.Trigger;
import rtm.workers.loop.WorkerMetrics;

/** Counts drifts, and logs those that only a person can correct. */
public final class DriftReport {

    private static final Log LOG = Log.of(DriftReport.class);

    private final WorkerMetrics metrics;
    private final NodeNames names;

    public DriftReport(WorkerMetrics metrics, NodeNames names) {
        this.metrics = metrics;
        this.names = names;
    }

    /** A game was judged under its lock, and repaired if possible. */
    void judged(Drift drift, Trigger trigger) {
        drift.kind()
                .ifPresent(kind -> {
                    metrics.drift(kind);
                    switch (trigger) {
                        case BOOT, CONNECT, SKIPPED, PAUSE, INTERVAL, INSPECT ->
                                metrics.unannounced(kind, trigger);
                        case EVENT -> {}
                    }
                });
        warn(drift);
    }

    /** A container has a label that is not a valid game id. */
    void invalidLabel(Drift.InvalidLabel drift) {
        drift.kind().ifPresent(metrics::drift);
        warn(drift);
    }

    private void warn(Drift drift) {
        switch (drift) {
            case Drift.TwoRunning two ->
                    LOG.warn(
                            "more than one engine of a game runs; remove all but one by hand",
                            LogField.of("game_id", two.gameId()),
                            LogField.of("container_ids", ids(two.running())));
            case Drift.Renamed(var game, var container, var holder) ->
                    holder.ifPresent(other ->
                            LOG.warn(
                                    "container was renamed, and its name is taken; remove or rename"
                                            + " the other container",
                                    LogField.of("game_id", game),
                                    LogField.of("container_id", container.id()),
                                    LogField.of("container", container.name()),
                                    LogField.of("name", other.name()),
                                    LogField.of("taken_by", other.id())));
            case Drift.ForeignNode(var game, var node, var containers) ->
                    LOG.warn(
                            "container is here, but its game is on another node; remove the"
                                    + " container by hand",
                            LogField.of("game_id", game),
                            LogField.of("node", names.of(node)),
                            LogField.of("container_ids", ids(containers)));
            case Drift.InvalidLabel(var container) ->
                    LOG.warn(
                            "ignoring container with invalid game_id label",
                            LogField.of("container_id", container.id()),
                            LogField.of("container", container.name()),
                            LogField.of(
                                    "label", container.labels().getOrDefault(Labels.GAME_ID, "")));
            case Drift.None _,
                    Drift.InFlight _,
                    Drift.Adopt _,
                    Drift.Dispose _,
                    Drift.Detached _,
                    Drift.ObservedExited _ -> {}
        }
    }

    private static String ids(List<ObservedContainer> containers) {
        return containers.stream().map(one -> one.id().value()).collect(Collectors.joining(","));
    }
}
