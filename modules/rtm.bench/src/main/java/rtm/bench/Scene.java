package rtm.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import rtm.bench.peer.AtOnce;
import rtm.bench.peer.Engine;
import rtm.testkit.server.DockerHost;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.TestDatabase;
import rtm.testkit.server.Trees;

/**
 * The packaged program, with default settings if none are given, ready, with its own network,
 * database and streams; closing removes everything. One at a time runs.
 */
final class Scene implements AutoCloseable {

    private static final int PARALLEL_STARTS = 4;
    private static final int OK = 200;

    private final DockerHost docker;
    private final TestDatabase database = PostgresServer.shared().database();
    private final Path stateRoot = Files.createTempDirectory("rtm-bench-");
    private final Map<String, String> settings;
    private ServiceProcess service;
    private boolean running = true;

    private Scene(DockerHost docker, Map<String, String> settings) throws IOException {
        this.docker = docker;
        this.settings = settings;
        service = ServiceProcess.start(environment(Map.of()));
    }

    /** On this host's daemon. */
    static Scene open(Map<String, String> settings) throws IOException, InterruptedException {
        return open(DockerHost.connect(), settings);
    }

    /** On this daemon. */
    static Scene open(DockerHost docker, Map<String, String> settings)
            throws IOException, InterruptedException {
        // Redis remembers the database of the service before.
        RedisServer.shared().reset();
        Scene scene = new Scene(docker, settings);
        try {
            scene.service.awaitReady();
            scene.bootAgain();
            return scene;
        } catch (Error | IOException | InterruptedException notReady) {
            scene.close();
            throw notReady;
        }
    }

    /** Where PostgreSQL and Redis are. */
    static Map<String, String> servers(TestDatabase database) {
        Map<String, String> environment = new HashMap<>();
        // Without Docker's proxy: pgbench does not pass it either, and it takes processor time.
        environment.put(
                "RTMANAGER_POSTGRES_PRIMARY_DSN",
                TestDatabase.dsn(
                        PostgresServer.ROLE,
                        PostgresServer.ENCODED_PASSWORD,
                        PostgresServer.shared().ownAddress(),
                        database.name()));
        environment.put(
                "RTMANAGER_REDIS_MASTER_ADDR",
                RedisServer.shared().ownAddress() + ":" + RedisServer.PORT);
        environment.put("RTMANAGER_REDIS_PASSWORD", RedisServer.PASSWORD);
        return environment;
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("RTMANAGER_INTERNAL_HTTP_ADDR", "127.0.0.1:0");
        environment.putAll(servers(database));
        environment.put("RTMANAGER_DOCKER_HOST", docker.uri().toString());
        environment.put("RTMANAGER_DOCKER_NETWORK", docker.network());
        environment.put("RTMANAGER_GAME_STATE_ROOT", stateRoot.toString());
        environment.putAll(settings);
        environment.putAll(more);
        return environment;
    }

    DockerHost docker() {
        return docker;
    }

    TestDatabase database() {
        return database;
    }

    /** The program; {@link #boot} replaces it. */
    ServiceProcess service() {
        return service;
    }

    /** Where it keeps the state folders. */
    Path stateRoot() {
        return stateRoot;
    }

    /** Ends the program in good order. */
    void stop() throws InterruptedException {
        if (running) {
            service.signal("TERM");
            service.awaitExit();
            service.close();
            running = false;
        }
    }

    /**
     * Starts the stopped program over what is there.
     *
     * @param more settings for this time only
     * @return from its start to the first successful answer of {@code /readyz}
     */
    Duration boot(Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> environment = environment(more);
        long begin = System.nanoTime();
        service = ServiceProcess.start(environment);
        running = true;
        service.awaitReady();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The first boot made the schema, with a library that a later one does not load. */
    private void bootAgain() throws IOException, InterruptedException {
        stop();
        boot(Map.of());
    }

    /** Starts a game over HTTP and returns after the answer. */
    void start(String game) throws InterruptedException {
        start(game, Engine.IMAGE);
    }

    /** The same for many games, some at a time. */
    void start(List<String> games, String image) throws ExecutionException, InterruptedException {
        AtOnce.run(PARALLEL_STARTS, games, game -> start(game, image));
    }

    private void start(String game, String image) throws InterruptedException {
        HttpResponse<String> answer =
                service.post(
                        "/api/v1/internal/runtimes/" + game + "/start",
                        "{\"image_ref\":\"%s\"}".formatted(image));
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(answer.body());
        }
    }

    void remove(String container) {
        docker.client().removeContainerCmd(container).withForce(true).exec();
    }

    /** The name of a game's container. */
    static String container(String game) {
        return "galaxy-game-" + game;
    }

    @Override
    public void close() {
        try (database;
                docker;
                ServiceProcess _ = service) {
            stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            Trees.delete(stateRoot);
        }
    }
}
