package rtm.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import rtm.testkit.server.DockerHost;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.TestDatabase;
import rtm.testkit.server.Trees;

/**
 * The packaged program, with default settings if none are given, ready, with its own network,
 * database and streams; closing removes everything.
 *
 * @param docker the Docker daemon
 * @param database the database
 * @param service the program
 * @param stateRoot where it keeps the state folders
 */
record Scene(DockerHost docker, TestDatabase database, ServiceProcess service, Path stateRoot)
        implements AutoCloseable {

    static final String IMAGE = "galaxy/test-engine:ok";

    private static final int OK = 200;

    static Scene open(Map<String, String> settings) throws IOException, InterruptedException {
        Path stateRoot = Files.createTempDirectory("rtm-bench-");
        DockerHost docker = DockerHost.connect();
        TestDatabase database = PostgresServer.shared().database();
        Map<String, String> environment = environment(docker, database, stateRoot);
        environment.putAll(settings);
        ServiceProcess service = ServiceProcess.start(environment);
        service.awaitReady();
        return new Scene(docker, database, service, stateRoot);
    }

    private static Map<String, String> environment(
            DockerHost docker, TestDatabase database, Path stateRoot) {
        Map<String, String> environment = new HashMap<>();
        environment.put("RTMANAGER_INTERNAL_HTTP_ADDR", "127.0.0.1:0");
        environment.put("RTMANAGER_POSTGRES_PRIMARY_DSN", database.dsn());
        environment.put(
                "RTMANAGER_REDIS_MASTER_ADDR",
                RedisServer.shared().host() + ":" + RedisServer.shared().port());
        environment.put("RTMANAGER_REDIS_PASSWORD", RedisServer.PASSWORD);
        environment.put("RTMANAGER_DOCKER_HOST", docker.uri().toString());
        environment.put("RTMANAGER_DOCKER_NETWORK", docker.network());
        environment.put("RTMANAGER_GAME_STATE_ROOT", stateRoot.toString());
        return environment;
    }

    /** Starts a game over HTTP and returns after the answer. */
    void start(String game) throws InterruptedException {
        HttpResponse<String> answer =
                service.post(
                        "/api/v1/internal/runtimes/" + game + "/start",
                        "{\"image_ref\":\"%s\"}".formatted(IMAGE));
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
                service) {
            service.signal("TERM");
            service.awaitExit();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            Trees.delete(stateRoot);
        }
    }
}
