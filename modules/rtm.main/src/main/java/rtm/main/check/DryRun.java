package rtm.main.check;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.overview.NodeStore;
import rtm.domain.port.DaemonConnection;
import rtm.domain.reconcile.SurveyRuntimes;
import rtm.domain.rule.Drift;
import rtm.domain.rule.EngineOwner;
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
    private static final int FAILED = 1;

    private DryRun() {}

    /**
     * Compares and prints.
     *
     * @param connection connects to the container daemon
     * @return the exit code: 0 if the comparison worked, whatever it found
     */
    public static int run(
            Map<String, String> environment,
            Function<Settings, DaemonConnection> connection,
            InstantSource clock,
            PrintStream out,
            PrintStream problems) {
        LogSetup.configure(LogLevel.ERROR);
        return Settings.read(environment)
                .report(problems::println, problems::println)
                .map(settings -> compare(settings, connection, clock, out, problems))
                .orElse(FAILED);
    }

    private static int compare(
            Settings settings,
            Function<Settings, DaemonConnection> connection,
            InstantSource clock,
            PrintStream out,
            PrintStream problems) {
        try {
            int missing = PostgresInspection.of(settings.store(), clock).migrationsMissing();
            if (missing > 0) {
                problems.printf(
                        "%d migrations are missing in the schema: start the service once%n",
                        missing);
                return FAILED;
            }
            try (PostgresStore store = PostgresStore.open(settings.store());
                    DaemonConnection daemon = connection.apply(settings)) {
                NodeId here = store.nodeOf(daemon.daemonId()).orElse(NodeId.FIRST);
                NodeStore records = new NodeStore(store, here);
                ContainerQueries queries =
                        new ContainerQueries(daemon, records, new EngineOwner(store.databaseId()));
                print(new SurveyRuntimes(records, daemon, queries, store, here).survey(), out);
            }
            return COMPARED;
        } catch (StoreOpenException refused) {
            problems.println(refused.text());
            return FAILED;
        } catch (DependencyUnavailableException away) {
            problems.println(away.text());
            return FAILED;
        }
    }

    private static void print(SurveyRuntimes.Survey survey, PrintStream out) {
        survey.drifts().forEach(drift -> out.println(line(drift)));
        int drifts = survey.drifts().size();
        out.printf(
                "%s: %d records, %d containers%n",
                drifts == 0 ? "no drift" : drifts + " found",
                survey.records(),
                survey.containers());
    }

    /** What the service would do, in one line. */
    private static String line(Drift drift) {
        return switch (drift) {
            case Drift.None(var game) -> "none              %s".formatted(game);
            case Drift.InFlight(var game, var operation) ->
                    "in_flight         %s: %s is in progress since %s; it is compared after that"
                            .formatted(game, operation.kind().wire(), operation.startedAt());
            case Drift.Adopt(var game, var running, _) ->
                    "adopt             %s: container %s (%s) runs; the record would become running"
                            .formatted(game, shortened(running.id()), running.name());
            case Drift.Dispose(var game, var loss) ->
                    "dispose           %s: container %s is gone; the record would become removed"
                            .formatted(game, shortened(loss.container()));
            case Drift.ObservedExited(var game, var loss) ->
                    "observed_exited   %s: container %s has ended; the record would become stopped"
                            .formatted(game, shortened(loss.container()));
            case Drift.TwoRunning(var game, var running) ->
                    "two_running       %s: containers %s run; stop all but one"
                            .formatted(game, names(running));
            case Drift.Renamed(var game, var container, var holder) ->
                    "renamed           %s: container %s is named %s; %s"
                            .formatted(
                                    game,
                                    shortened(container.id()),
                                    container.name(),
                                    holder.map(other ->
                                                    "its name is taken by container "
                                                            + shortened(other.id()))
                                            .orElse("it would get its name back"));
            case Drift.Detached(var game, var container) ->
                    "detached          %s: container %s is not on its network; it would be attached"
                            .formatted(game, shortened(container.id()));
            case Drift.ForeignNode(var game, var node, var containers) ->
                    "foreign_node      %s: containers %s are here, but the game is on node %s"
                            .formatted(game, names(containers), node);
            case Drift.InvalidLabel(var container) ->
                    "invalid_label     container %s (%s) has the owner label but no valid game id"
                            .formatted(shortened(container.id()), container.name());
        };
    }

    private static String names(List<ObservedContainer> running) {
        return String.join(", ", running.stream().map(ObservedContainer::name).toList());
    }

    private static String shortened(ContainerId container) {
        return container.value().substring(0, Math.min(12, container.value().length()));
    }
}
