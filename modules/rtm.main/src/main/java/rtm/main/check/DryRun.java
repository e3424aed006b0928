package rtm.main.check;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.ObservedContainer;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.overview.NodeStore;
import rtm.domain.port.DaemonConnection;
import rtm.domain.reconcile.SurveyRuntimes;
import rtm.domain.rule.Drift;
import rtm.main.check.PrintedReport.Line;
import rtm.main.logging.LogSetup;
import rtm.main.settings.Settings;
import rtm.main.settings.type.LogLevel;
import rtm.store.PostgresInspection;
import rtm.store.PostgresStore;
import rtm.store.StoreOpenException;

/**
 * The command {@code reconcile --dry-run}: prints how records and containers disagree and changes
 * neither. It takes no lease, opens no row and applies no migration. A running service corrects the
 * records by itself.
 */
public final class DryRun {

    private static final int COMPARED = 0;

    private DryRun() {}

    /**
     * Compares and prints.
     *
     * @param connection connects to the container daemon
     * @param report where to print
     * @return the exit code: 0 if the comparison worked, whatever it found
     */
    public static int run(
            Map<String, String> environment,
            Function<Settings, DaemonConnection> connection,
            InstantSource clock,
            PrintedReport report) {
        LogSetup.configure(LogLevel.ERROR);
        List<String> problems = new ArrayList<>();
        return Settings.read(environment)
                .report(report.err()::println, problems::add)
                .map(settings -> compare(settings, connection, clock, report))
                .orElseGet(() -> report.failed("settings", problems));
    }

    private static int compare(
            Settings settings,
            Function<Settings, DaemonConnection> connection,
            InstantSource clock,
            PrintedReport report) {
        try {
            int missing = PostgresInspection.of(settings.store(), clock).migrationsMissing();
            if (missing > 0) {
                return failed(
                        report,
                        "%d migrations are missing in the schema: start the service once"
                                .formatted(missing));
            }
            try (PostgresStore store = PostgresStore.open(settings.store());
                    DaemonConnection daemon = connection.apply(settings)) {
                Optional<NodeId> known = store.nodeOf(daemon.daemonId());
                if (known.isEmpty() && store.nodes().size() > 1) {
                    return failed(report, "docker: the daemon that answers is that of no node");
                }
                NodeId here = known.orElse(NodeId.FIRST);
                NodeStore records = new NodeStore(store, here);
                ContainerQueries queries =
                        new ContainerQueries(daemon, records, new EngineOwner(store.databaseId()));
                SurveyRuntimes.Survey survey =
                        new SurveyRuntimes(records, daemon, queries, store, here).survey();
                NodeNames names = new NodeNames(store::nodes);
                report.drifts(
                        survey.drifts().stream().map(drift -> line(drift, names)).toList(),
                        survey.records(),
                        survey.containers());
            }
            return COMPARED;
        } catch (StoreOpenException refused) {
            return failed(report, refused.text());
        } catch (DependencyUnavailableException away) {
            return failed(report, away.text());
        }
    }

    private static int failed(PrintedReport report, String problem) {
        return report.failed("failed", List.of(problem));
    }

    /** What the service would do, in one line. */
    private static Line line(Drift drift, NodeNames names) {
        return switch (drift) {
            case Drift.None(var game) -> line("none", game, "as it should be");
            case Drift.InFlight(var game, var operation) ->
                    line(
                            "in_flight",
                            game,
                            "%s is in progress since %s; it is compared after that"
                                    .formatted(operation.kind().wire(), operation.startedAt()));
            case Drift.Adopt(var game, var running, _) ->
                    line(
                            "adopt",
                            game,
                            "container %s (%s) runs; the record would become running"
                                    .formatted(shortened(running.id()), running.name()));
            case Drift.Dispose(var game, var loss) ->
                    line(
                            "dispose",
                            game,
                            "container %s is gone; the record would become removed"
                                    .formatted(shortened(loss.container())));
            case Drift.ObservedExited(var game, var loss) ->
                    line(
                            "observed_exited",
                            game,
                            "container %s has ended; the record would become stopped"
                                    .formatted(shortened(loss.container())));
            case Drift.TwoRunning(var game, var running) ->
                    line(
                            "two_running",
                            game,
                            "containers %s run; stop all but one".formatted(names(running)));
            case Drift.Renamed(var game, var container, var holder) ->
                    line(
                            "renamed",
                            game,
                            "container %s is named %s; %s"
                                    .formatted(
                                            shortened(container.id()),
                                            container.name(),
                                            holder.map(other ->
                                                            "its name is taken by container "
                                                                    + shortened(other.id()))
                                                    .orElse("it would get its name back")));
            case Drift.Detached(var game, var container) ->
                    line(
                            "detached",
                            game,
                            "container %s is not on its network; it would be attached"
                                    .formatted(shortened(container.id())));
            case Drift.ForeignNode(var game, var node, var containers) ->
                    line(
                            "foreign_node",
                            game,
                            "containers %s are here, but the game is on node %s"
                                    .formatted(names(containers), names.of(node)));
            case Drift.InvalidLabel(var container) ->
                    new Line(
                            "invalid_label",
                            Optional.empty(),
                            "container %s (%s) has the owner label but no valid game id"
                                    .formatted(shortened(container.id()), container.name()));
        };
    }

    private static Line line(String kind, GameId game, String words) {
        return new Line(kind, Optional.of(game.value()), words);
    }

    private static String names(List<ObservedContainer> running) {
        return String.join(", ", running.stream().map(ObservedContainer::name).toList());
    }

    private static String shortened(ContainerId container) {
        return container.value().substring(0, Math.min(12, container.value().length()));
    }
}
