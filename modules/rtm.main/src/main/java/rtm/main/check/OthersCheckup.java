package rtm.main.check;

import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeState;
import rtm.domain.port.JobBacklog;
import rtm.http.client.NodeClient;
import rtm.main.settings.Settings;
import rtm.main.telemetry.Version;
import rtm.store.PostgresInspection;
import rtm.store.StoreOpenException;
import rtm.streams.RedisStreams;

/**
 * Checks the other nodes, as this host sees them: their processes, and the routes and names of
 * their engines. All at the same time.
 *
 * @param here the name of this node
 * @param nodes looks the nodes up; empty if another checkup says why they are not known
 * @param redis looks up where the streams of this node are; empty if another checkup says why that
 *     is not known
 * @param view how this host sees others
 */
record OthersCheckup(
        Optional<String> here,
        Supplier<Optional<PostgresInspection>> nodes,
        Supplier<Optional<JobBacklog.Place>> redis,
        OtherNode.View view)
        implements Checkup {

    private static final int MOST = 50;

    static OthersCheckup of(Settings settings, DockerLook docker, InstantSource clock) {
        return new OthersCheckup(
                settings.node().name(),
                () -> inspection(settings, clock),
                () -> place(settings, clock),
                new OtherNode.View(
                        Version.current(),
                        settings.http().token(),
                        settings.http().readToken(),
                        clock,
                        HostNames.ofThisHost(OtherNode.PATIENCE),
                        OtherNode.ENGINE_PORT,
                        docker::network));
    }

    private static Optional<PostgresInspection> inspection(Settings settings, InstantSource clock) {
        try {
            return Optional.of(PostgresInspection.of(settings.store(), clock));
        } catch (DependencyUnavailableException | StoreOpenException reportedByPostgresCheckup) {
            return Optional.empty();
        }
    }

    private static Optional<JobBacklog.Place> place(Settings settings, InstantSource clock) {
        try (RedisStreams redis = RedisStreams.open(settings.streams(), clock)) {
            return Optional.of(redis.backlog().place());
        } catch (DependencyUnavailableException reportedByRedisCheckup) {
            return Optional.empty();
        }
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        Optional<PostgresInspection> seen = nodes.get();
        return seen.isEmpty() ? List.of() : look(seen.get());
    }

    /** A node without a name knows no others; that of this process says so. */
    private List<Finding> look(PostgresInspection seen) throws InterruptedException {
        List<Node> others =
                seen.nodes().stream()
                        .filter(node -> node.state() != NodeState.RETIRED)
                        .filter(node -> node.name().isPresent() && !node.name().equals(here))
                        .toList();
        List<Finding> findings = new ArrayList<>();
        Optional<JobBacklog.Place> own = others.isEmpty() ? Optional.empty() : redis.get();
        try (NodeClient http = new NodeClient(OtherNode.PATIENCE, OpenTelemetry.noop())) {
            List<FutureTask<List<Finding>>> looks =
                    others.stream()
                            .limit(MOST)
                            .map(node ->
                                    new OtherNode(
                                            node,
                                            engine(seen, node),
                                            seen.running().contains(node.id()),
                                            own,
                                            http,
                                            view))
                            .flatMap(OthersCheckup::begin)
                            .toList();
            for (FutureTask<List<Finding>> each : looks) {
                findings.addAll(outcome(each));
            }
        }
        if (others.size() > MOST) {
            findings.add(
                    Finding.ok(
                            OtherNode.ITEM,
                            "%d more nodes were not asked".formatted(others.size() - MOST)));
        }
        return findings;
    }

    private static Optional<NodeEngine> engine(PostgresInspection seen, Node node) {
        return seen.engines().stream()
                .filter(engine -> engine.node().equals(node.id()))
                .findFirst();
    }

    private static Stream<FutureTask<List<Finding>>> begin(OtherNode other) {
        return Stream.<Callable<List<Finding>>>of(other::process, other::route, other::name)
                .map(look -> {
                    FutureTask<List<Finding>> task = new FutureTask<>(look);
                    Thread.ofVirtual().name("check-node").start(task);
                    return task;
                });
    }

    private static List<Finding> outcome(FutureTask<List<Finding>> look)
            throws InterruptedException {
        try {
            return look.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
