package rtm.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import rtm.testkit.server.ContainerTable;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.TestDatabase;
import rtm.testkit.server.Trees;

/** Nodes with the program and a made-up daemon each, on one database and one Redis. */
final class FakeNodes implements AutoCloseable {

    private static final long START_MILLIS = 250;
    private static final int ENGINE_PORT = 8080;
    private static final int OK = 200;
    private static final long MEMORY = 1L << 40;

    private final TestDatabase database = PostgresServer.shared().database();
    private final Path folder = Files.createTempDirectory("rtm-bench-nodes-");
    private final HttpServer engines =
            HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), ENGINE_PORT), 0);
    private final List<ContainerTable> tables = new ArrayList<>();
    private final List<FakeDaemon> daemons = new ArrayList<>();
    private final List<ServiceProcess> services = new ArrayList<>();

    private FakeNodes() throws IOException {
        RedisServer.shared().reset();
        engines.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        engines.createContext(
                "/healthz",
                exchange -> {
                    exchange.sendResponseHeaders(OK, -1);
                    exchange.close();
                });
        engines.start();
    }

    /** Starts them, and waits until all are ready. */
    static FakeNodes open(int count) throws Exception {
        FakeNodes nodes = new FakeNodes();
        try {
            for (int i = 1; i <= count; i++) {
                nodes.add(i);
            }
            for (ServiceProcess service : nodes.services) {
                service.awaitReady();
            }
            return nodes;
        } catch (Exception | Error failed) {
            nodes.close();
            throw failed;
        }
    }

    private void add(int number) throws Exception {
        Path home = Files.createDirectories(folder.resolve(Integer.toString(number)));
        ContainerTable table = new ContainerTable();
        ReentrantLock starting = new ReentrantLock();
        daemons.add(
                FakeDaemon.start(
                        home,
                        asked -> {
                            if (asked.is("GET", "/info")) {
                                return FakeDaemon.Reply.json(
                                        OK,
                                        "{\"ID\":\"daemon-%d\",\"ServerVersion\":\"26.1.5\",\"MemTotal\":%d}"
                                                .formatted(number, MEMORY));
                            }
                            if (asked.is("POST", "/containers/[0-9a-f]+/start")) {
                                takeTime(starting);
                            }
                            return table.apply(asked);
                        }));
        tables.add(table);
        ServiceProcess service = ServiceProcess.start(environment(number, home));
        services.add(service);
        // The first one updates the schema.
        if (number == 1) {
            service.awaitReady();
        }
    }

    /** One start after the other, as on a machine with one busy disk. */
    private static void takeTime(ReentrantLock starting) {
        starting.lock();
        try {
            Thread.sleep(START_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            starting.unlock();
        }
    }

    private Map<String, String> environment(int number, Path home) throws IOException {
        int port = 18_000 + number;
        Map<String, String> environment = new HashMap<>();
        environment.put("RTMANAGER_NODES", "many");
        environment.put("RTMANAGER_NODE_NAME", "vm-" + number);
        environment.put("RTMANAGER_NODE_URL", "http://127.0.0.1:" + port);
        environment.put("RTMANAGER_INTERNAL_HTTP_ADDR", "127.0.0.1:" + port);
        environment.putAll(Scene.servers(database));
        environment.put("RTMANAGER_POSTGRES_MAX_OPEN_CONNS", "2");
        environment.put("RTMANAGER_DOCKER_HOST", daemons.getLast().host().toString());
        environment.put("RTMANAGER_DOCKER_NETWORK", "galaxy-net");
        environment.put(
                "RTMANAGER_GAME_STATE_ROOT",
                Files.createDirectories(home.resolve("games")).toString());
        return environment;
    }

    /** The process that reads the jobs, as an index. */
    int intake() {
        return IntStream.range(0, services.size())
                .filter(i ->
                        services.get(i).log().stream()
                                .anyMatch(line -> line.contains("this process has the intake")))
                .findFirst()
                .orElseThrow();
    }

    /** A process that does not, as an index. */
    int other() {
        int intake = intake();
        return IntStream.range(0, services.size())
                .filter(i -> i != intake)
                .findFirst()
                .orElse(intake);
    }

    ProcessUse use(int index) {
        return new ProcessUse(services.get(index).pid());
    }

    /** How many engines run on each node. */
    List<Integer> running() {
        return tables.stream()
                .map(table ->
                        (int) table.rows().stream().filter(ContainerTable.Row::running).count())
                .toList();
    }

    /** The transactions that the database has committed so far. */
    long commits() {
        return Long.parseLong(
                database.query(
                                "SELECT xact_commit FROM pg_stat_database WHERE datname = '%s'"
                                        .formatted(database.name()))
                        .getFirst());
    }

    /** The connections of all nodes to the database. */
    int connections() {
        return Integer.parseInt(
                database.query(
                                ("SELECT count(*) FROM pg_stat_activity WHERE datname = '%s'"
                                                + " AND usename = '%s'")
                                        .formatted(database.name(), PostgresServer.ROLE))
                        .getFirst());
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        daemons.forEach(FakeDaemon::close);
        engines.stop(0);
        database.close();
        Trees.delete(folder);
    }
}
