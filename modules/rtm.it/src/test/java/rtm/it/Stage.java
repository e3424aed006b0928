package rtm.it;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import rtm.testkit.server.Commands;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.TestDatabase;
import rtm.testkit.server.TestWorld;
import rtm.testkit.server.Trees;

/**
 * Everything around the service for one test class: a database and a Redis of its own, a Docker
 * network, a state root; and the hands of an operator.
 */
final class Stage implements SeenInRedis, SeenInPostgres, SeenInDocker, AutoCloseable {

    static final String IMAGE = "galaxy/test-engine:ok";

    /** How an engine is reported that ended by itself with the code 0. */
    static final String CLEAN_END =
            "inspect_unhealthy {\"restart_count\":0,\"state\":\"exited\",\"health\":\"\"}";

    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LABEL = label();

    private final String name = "rtm-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final TestDatabase database;
    private RedisServer redis;
    private final Path stateRoot;
    private final List<ServiceProcess> services = new ArrayList<>();
    private final Optional<PrivateDocker> engine;
    private int games;

    Stage() throws IOException {
        this(Optional.empty(), RedisServer.shared());
    }

    /** With a Redis of the test's own. */
    Stage(RedisServer redis) throws IOException {
        this(Optional.empty(), redis);
    }

    /** On an engine of the test's own. */
    Stage(PrivateDocker engine) throws IOException {
        this(Optional.of(engine), RedisServer.shared());
    }

    private Stage(Optional<PrivateDocker> engine, RedisServer redis) throws IOException {
        this.engine = engine;
        database = PostgresServer.shared().database();
        this.redis = redis;
        stateRoot = Files.createTempDirectory(name);
        redis.reset();
        createNetwork();
    }

    /** Creates the network of the engines. */
    void createNetwork() {
        List<String> network = new ArrayList<>(List.of("network", "create", "--label", LABEL));
        network.addAll(TestWorld.networkOptions());
        network.add(name);
        onEngine(network.toArray(String[]::new));
    }

    /** Removes it; no container may be on it. */
    void removeNetwork() {
        onEngine("network", "rm", name);
    }

    private static String label() {
        String given = System.getenv("RTM_TEST_LABEL");
        return given == null || given.isBlank() ? "com.galaxy.test=by-hand" : given;
    }

    /** What the service is told, as an operator would. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("RTMANAGER_INTERNAL_HTTP_ADDR", "127.0.0.1:0");
        environment.put("RTMANAGER_POSTGRES_PRIMARY_DSN", database.dsn());
        environment.put("RTMANAGER_REDIS_MASTER_ADDR", redis.host() + ":" + redis.port());
        environment.put("RTMANAGER_REDIS_PASSWORD", RedisServer.PASSWORD);
        environment.put("RTMANAGER_DOCKER_NETWORK", name);
        environment.put("RTMANAGER_GAME_STATE_ROOT", stateRoot.toString());
        if (TestWorld.stateOwner() != 0) {
            String owner = Integer.toString(TestWorld.stateOwner());
            environment.put("RTMANAGER_GAME_STATE_OWNER_UID", owner);
            environment.put("RTMANAGER_GAME_STATE_OWNER_GID", owner);
        }
        engine.ifPresent(own -> environment.put("RTMANAGER_DOCKER_HOST", own.uri().toString()));
        environment.put("RTMANAGER_CONTAINER_STOP_TIMEOUT_SECONDS", "3");
        environment.put("RTMANAGER_SHUTDOWN_TIMEOUT", "10s");
        return environment;
    }

    /** Starts the service and waits until it is ready. */
    ServiceProcess service(Map<String, String> changes) throws Exception {
        return launch(changes).awaitReady();
    }

    ServiceProcess service() throws Exception {
        return service(Map.of());
    }

    /** Starts the service and waits for nothing. */
    ServiceProcess launch(Map<String, String> changes, String... arguments) throws IOException {
        return launchBy(List.of(), changes, arguments);
    }

    /** The same by a command that becomes the service. */
    ServiceProcess launchBy(List<String> starter, Map<String, String> changes, String... arguments)
            throws IOException {
        Map<String, String> environment = environment();
        environment.putAll(changes);
        ServiceProcess service = ServiceProcess.startBy(starter, environment, arguments);
        services.add(service);
        return service;
    }

    /** A game that no other test knows. */
    String newGame() {
        return name + "-" + ++games;
    }

    Path stateRoot() {
        return stateRoot;
    }

    String network() {
        return name;
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    String postgresAddress() {
        return PostgresServer.shared().address();
    }

    RedisServer redisServer() {
        return redis;
    }

    @Override
    public RedisCommands<String, String> redis() {
        return redis.commands();
    }

    /** From now on Redis is this one, as after a failover. */
    Stage on(RedisServer other) {
        redis = other;
        return this;
    }

    /** Adds a start job; returns its entry's id. */
    String startJob(String game, String image) {
        return job("runtime:start_jobs", "game_id", game, "image_ref", image);
    }

    /** Adds a stop job; returns its entry's id. */
    String stopJob(String game) {
        return job("runtime:stop_jobs", "game_id", game, "reason", "cancelled");
    }

    private String job(String stream, String... fields) {
        Map<String, String> body = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        body.put("requested_at_ms", "1714081234567");
        return redis().xadd(stream, body);
    }

    /** Starts a game by HTTP, and waits until it runs. */
    String running(ServiceProcess service, String image) throws InterruptedException {
        String game = newGame();
        HttpResponse<String> answer =
                service.post(
                        "/api/v1/internal/runtimes/" + game + "/start",
                        "{\"image_ref\":\"%s\"}".formatted(image));
        if (answer.statusCode() != 200) {
            throw new AssertionError("not started: " + answer.body());
        }
        return game;
    }

    /**
     * A health event.
     *
     * @param type its type
     * @param details its details
     * @param told when it was added to the stream
     */
    record HealthEvent(String type, String details, Instant told) {
        @Override
        public String toString() {
            return type + " " + details;
        }
    }

    @Override
    public String onEngine(String... arguments) {
        return engine.map(own -> own.docker(arguments)).orElseGet(() -> docker(arguments));
    }

    static String docker(String... arguments) {
        return Commands.run(Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        removeContainers("network=" + name);
        // A test may have taken an engine off the network.
        removeContainers("name=galaxy-game-" + name + "-");
        removeNetwork();
        // The next test has another database.
        redis.commands().del("rtmanager:database");
        database.close();
        Trees.delete(stateRoot);
    }

    private void removeContainers(String filter) {
        String left = onEngine("ps", "-aq", "--filter", filter).replace('\n', ' ').strip();
        if (!left.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("rm", "-f", "-v"));
            command.addAll(List.of(left.split(" ")));
            onEngine(command.toArray(String[]::new));
        }
    }
}
