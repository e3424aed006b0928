package rtm.it;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import rtm.testkit.server.Commands;
import rtm.testkit.server.Installation;
import rtm.testkit.server.Machines;
import rtm.testkit.server.Machines.Machine;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.TestDatabase;
import rtm.testkit.server.Trees;

/** Machines with the service on each, a database and a Redis for all. */
final class SeveralNodes implements SeenInRedis, SeenInPostgres, AutoCloseable {

    private static final int PORT = 8096;

    private final String name = "rtm-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final Machines machines;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final TestDatabase database;
    private final Path states;
    private final List<ServiceProcess> services = new ArrayList<>();
    private int games;

    SeveralNodes(int count, String... images) throws IOException {
        this(PostgresServer.shared(), RedisServer.shared(), count, images);
    }

    /** With servers of the test's own. */
    SeveralNodes(PostgresServer postgres, RedisServer redis, int count, String... images)
            throws IOException {
        this.postgres = postgres;
        this.redis = redis;
        machines = Machines.start(count, images);
        database = postgres.database();
        redis.reset();
        states = Files.createTempDirectory(name);
    }

    Machine machine(int number) {
        return machines.machine(number);
    }

    List<Machine> machines() {
        return machines.all();
    }

    /** The address of this host for the machines. */
    String host() {
        return machines.host();
    }

    /** The settings of the service on a machine. */
    Map<String, String> environment(Machine machine) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        String here = machine.address() + ":" + PORT;
        environment.put("RTMANAGER_INTERNAL_HTTP_ADDR", here);
        environment.put("RTMANAGER_INTERNAL_HTTP_TOKEN", "the-token-of-all-nodes");
        environment.put("RTMANAGER_NODES", "many");
        environment.put("RTMANAGER_NODE_NAME", "vm-" + machine.number());
        environment.put("RTMANAGER_NODE_URL", "http://" + here);
        environment.put(
                "RTMANAGER_POSTGRES_PRIMARY_DSN",
                TestDatabase.dsn(
                        PostgresServer.ROLE,
                        PostgresServer.ENCODED_PASSWORD,
                        host() + ":" + port(postgres.address()),
                        database.name()));
        environment.put("RTMANAGER_REDIS_MASTER_ADDR", host() + ":" + redis.port());
        environment.put("RTMANAGER_REDIS_PASSWORD", RedisServer.PASSWORD);
        environment.put("RTMANAGER_DOCKER_HOST", machine.docker().toString());
        environment.put("RTMANAGER_DOCKER_NETWORK", Machines.NETWORK);
        Path state = states.resolve(Integer.toString(machine.number()));
        Files.createDirectories(state);
        environment.put("RTMANAGER_GAME_STATE_ROOT", state.toString());
        environment.put("RTMANAGER_CONTAINER_STOP_TIMEOUT_SECONDS", "3");
        environment.put("RTMANAGER_SHUTDOWN_TIMEOUT", "10s");
        environment.put("RTMANAGER_NODE_MEMORY_RESERVE", "256m");
        environment.put("RTMANAGER_NODE_LOST_AFTER", "12s");
        environment.put("RTMANAGER_FORWARD_TIMEOUT", "20s");
        return environment;
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    /** Starts the service on a machine, and waits until it is ready. */
    ServiceProcess service(Machine machine, Map<String, String> changes) throws Exception {
        return launch(machine, changes).awaitReady();
    }

    ServiceProcess service(Machine machine) throws Exception {
        return service(machine, Map.of());
    }

    /** Starts the service on a machine, and waits for nothing. */
    ServiceProcess launch(Machine machine, Map<String, String> changes) throws IOException {
        return launch(Installation.launcher(), machine, changes);
    }

    /** The same with the launcher of another package. */
    ServiceProcess launch(Path launcher, Machine machine, Map<String, String> changes)
            throws IOException {
        Map<String, String> environment = environment(machine);
        environment.putAll(changes);
        ServiceProcess service = ServiceProcess.startBy(launcher, machine.starter(), environment);
        services.add(service);
        return service;
    }

    /** The number of the machine whose process has the intake. */
    Optional<Integer> intake() {
        List<String> addresses =
                database.query(
                        "SELECT host(client_addr) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                                + " WHERE locktype = 'advisory' AND granted AND classid ="
                                + " 1920233837 AND objsubid = 2");
        return machines().stream()
                .filter(machine -> addresses.contains(machine.address()))
                .map(Machine::number)
                .findFirst();
    }

    /** A game that no other test knows. */
    String newGame() {
        return name + "-" + ++games;
    }

    /** Adds a start job; returns its entry's id. */
    String startJob(String game, String image) {
        return redis().xadd(
                        "runtime:start_jobs",
                        Map.of(
                                "game_id", game,
                                "image_ref", image,
                                "requested_at_ms", "1714081234567"));
    }

    /** Adds a stop job; returns its entry's id. */
    String stopJob(String game) {
        return redis().xadd(
                        "runtime:stop_jobs",
                        Map.of(
                                "game_id", game,
                                "reason", "cancelled",
                                "requested_at_ms", "1714081234567"));
    }

    /** Where the engines of a game run, as {@code machine name}, over all machines. */
    List<String> running(String game) {
        return containers(game).stream()
                .filter(line -> line.endsWith(" running"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    /**
     * The game's containers on all machines whose Docker answers, as {@code machine name state}.
     */
    List<String> containers(String game) {
        return machines().stream()
                .flatMap(machine ->
                        machine.docker(
                                        "ps",
                                        "-a",
                                        "--filter",
                                        "label=com.galaxy.game_id=" + game,
                                        "--format",
                                        "{{.Names}} {{.State}}")
                                .lines()
                                .map(line -> machine.number() + " " + line))
                .toList();
    }

    /** Copies a game's state folder, as an operator does from a backup. */
    void copyState(String game, int from, int to) {
        Commands.run(
                List.of(
                        "cp",
                        "-a",
                        states.resolve(from + "/" + game).toString(),
                        states.resolve(Integer.toString(to)).toString()));
    }

    /** How many games run on each node, by its name. */
    Map<String, Long> games() {
        return rows(
                        "SELECT n.name FROM rtmanager.runtime_records r JOIN rtmanager.nodes n"
                                + " USING (node_id) WHERE status = 'running'")
                .stream()
                .collect(Collectors.groupingBy(row -> row.get("name"), Collectors.counting()));
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public RedisCommands<String, String> redis() {
        return redis.commands();
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        machines.close();
        redis().del("rtmanager:database");
        database.close();
        Trees.delete(states);
    }
}
