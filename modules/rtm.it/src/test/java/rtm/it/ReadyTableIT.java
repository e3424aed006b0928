package rtm.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.Commands;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/**
 * States in which a dependency answers and refuses the work: what {@code /readyz} says, and what a
 * start does, out of the packaged program. It prints the table.
 */
final class ReadyTableIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final String BY_NAME = "rtmanager:stream_offsets:stopjobs:by_name";

    private RedisServer redis;
    private Stage stage;
    private DockerGate docker;
    private ServiceProcess service;
    private @Nullable Connection lock;
    private String running = "";

    @BeforeEach
    void serve() throws Exception {
        redis =
                RedisServer.start(
                        "--enable-protected-configs",
                        "yes",
                        "--save",
                        "3600 1",
                        "--busy-reply-threshold",
                        "200");
        stage = new Stage(redis);
        docker = new DockerGate(Path.of("/var/run/docker.sock"));
        service =
                stage.service(
                        Map.of(
                                "RTMANAGER_DOCKER_HOST",
                                "unix://" + docker.socket(),
                                "RTMANAGER_REDIS_OPERATION_TIMEOUT",
                                "1s",
                                "RTMANAGER_POSTGRES_OPERATION_TIMEOUT",
                                "1s"));
    }

    @AfterEach
    void close() {
        stage.close();
        docker.close();
        redis.close();
    }

    /** Something that a test does to a dependency. */
    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    /**
     * A state of a dependency.
     *
     * @param name for the table
     * @param words what readiness says of it
     * @param enter brings it about
     * @param leave ends it
     */
    private record State(String name, String words, Deed enter, Deed leave) {}

    private List<State> states() {
        var commands = redis.commands();
        return List.of(
                new State(
                        "redis: a replica",
                        "redis: it is a replica",
                        () -> commands.replicaof("127.0.0.1", 9),
                        commands::replicaofNoOne),
                new State(
                        "redis: memory full",
                        "redis: it takes no writes because its memory is full",
                        () -> commands.configSet("maxmemory", "1"),
                        () -> commands.configSet("maxmemory", "0")),
                new State(
                        "redis: cannot save",
                        "redis: it takes no writes because it cannot save its data",
                        () -> saveTo("/proc", "err"),
                        () -> saveTo("/data", "ok")),
                new State(
                        "redis: too few replicas",
                        "redis: it has too few replicas",
                        () -> commands.configSet("min-replicas-to-write", "1"),
                        () -> commands.configSet("min-replicas-to-write", "0")),
                refused(CommandType.XADD),
                refused(CommandType.SET),
                refused(CommandType.EVALSHA),
                refused(CommandType.XREAD),
                refused(CommandType.PEXPIRE),
                refused(CommandType.XINFO),
                refused(CommandType.HGET),
                new State(
                        "redis: password rotated",
                        "redis: it refuses the password",
                        this::rotatePassword,
                        () -> commands.configSet("requirepass", RedisServer.PASSWORD)),
                new State(
                        "redis: busy with a script",
                        "redis: ",
                        () -> redis.runInBackground("while true do end"),
                        commands::scriptKill),
                new State(
                        "redis: a job stream is none",
                        "XREAD runtime:start_jobs",
                        () -> commands.set("runtime:start_jobs", "no stream"),
                        () -> commands.del("runtime:start_jobs")),
                new State(
                        "redis: an offset is none",
                        "GET rtmanager:stream_offsets:stopjobs",
                        () -> commands.lpush("rtmanager:stream_offsets:stopjobs", "no offset"),
                        () -> commands.del("rtmanager:stream_offsets:stopjobs")),
                new State(
                        "redis: an offset by name is none",
                        "HGET rtmanager:stream_offsets:stopjobs:by_name",
                        () -> commands.set(BY_NAME, "no hash"),
                        () -> commands.del(BY_NAME)),
                new State(
                        "redis: the results are no stream",
                        "runtime:job_results",
                        () -> commands.set("runtime:job_results", "no stream"),
                        () -> commands.del("runtime:job_results")),
                new State(
                        "postgres: read-only by default",
                        "the server takes no writes: default_transaction_read_only is on",
                        () -> PostgresServer.shared().readOnly(true),
                        () -> PostgresServer.shared().readOnly(false)),
                new State(
                        "postgres: a right was taken",
                        "may not read and write operation_log",
                        () -> grant("REVOKE INSERT ON rtmanager.operation_log FROM "),
                        () -> grant("GRANT INSERT ON rtmanager.operation_log TO ")),
                new State(
                        "postgres: a table is locked",
                        "a table is locked",
                        () -> lock = stage.database().lock("rtmanager.operation_log"),
                        () -> requireNonNull(lock).close()),
                new State(
                        "postgres: a table is gone",
                        "operation_log",
                        () -> rename("TABLE rtmanager.operation_log", "gone"),
                        () -> rename("TABLE rtmanager.gone", "operation_log")),
                new State(
                        "postgres: the schema is gone",
                        "has no schema rtmanager",
                        () -> rename("SCHEMA rtmanager", "gone"),
                        () -> rename("SCHEMA gone", "rtmanager")),
                new State(
                        "postgres: may not connect",
                        "postgres: ",
                        stage.database()::lockOut,
                        stage.database()::letIn),
                new State(
                        "postgres: no more connections",
                        "it takes no more connections",
                        () -> loginWith("CONNECTION LIMIT 0"),
                        () -> loginWith("CONNECTION LIMIT -1")),
                new State(
                        "postgres: password rotated",
                        "password authentication failed",
                        () -> loginWith("PASSWORD 'another'"),
                        () -> loginWith("PASSWORD '" + PostgresServer.PASSWORD + "'")),
                new State("docker: away", "docker: ", docker::shut, docker::reopen),
                new State(
                        "state root: another folder",
                        "state root: ",
                        this::hideStateRoot,
                        this::showStateRoot),
                new State(
                        "state root: read-only",
                        "state root: ",
                        () -> mount("--bind", root(), root(), "-o", "ro"),
                        () -> Commands.run(List.of("umount", root()))));
    }

    private State refused(CommandType command) {
        return new State(
                "redis: refuses " + command,
                "redis: it refuses a command that this service needs",
                () ->
                        redis.commands()
                                .aclSetuser(
                                        "default", AclSetuserArgs.Builder.removeCommand(command)),
                () ->
                        redis.commands()
                                .aclSetuser("default", AclSetuserArgs.Builder.addCommand(command)));
    }

    private void saveTo(String directory, String status) {
        redis.commands().configSet("dir", directory);
        redis.commands().bgsave();
        await().until(() ->
                redis.commands().info("persistence").contains("rdb_last_bgsave_status:" + status));
    }

    private void rotatePassword() {
        redis.commands().configSet("requirepass", "another");
        redis.commands().clientKill(KillArgs.Builder.skipme());
    }

    private void rename(String what, String name) {
        stage.database().execute("ALTER %s RENAME TO %s".formatted(what, name));
    }

    private String root() {
        return stage.stateRoot().toString();
    }

    private static void mount(String... arguments) {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        Commands.run(command);
    }

    private void hideStateRoot() throws IOException {
        Files.move(stage.stateRoot(), Path.of(root() + "-kept"));
        Files.createDirectory(stage.stateRoot());
    }

    private void showStateRoot() throws IOException {
        Files.delete(stage.stateRoot());
        Files.move(Path.of(root() + "-kept"), stage.stateRoot());
    }

    private void grant(String statement) {
        stage.database().execute(statement + PostgresServer.ROLE);
    }

    private void loginWith(String change) {
        stage.database().execute("ALTER ROLE " + PostgresServer.ROLE + " " + change);
        stage.database().endSessions("true");
    }

    @Test
    void neverReadyWhileAStartCannotSucceed() throws Exception {
        List<String> table = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        running = startedGame();
        for (State state : states()) {
            try {
                table.add(row(state));
            } catch (AssertionError | ConditionTimeoutException failed) {
                wrong.add(state.name() + ": " + failed.getMessage());
            }
        }
        System.out.println(
                "state of a dependency            | /readyz | a start | a stop | ready again after\n"
                        + String.join("\n", table));
        assertThat(wrong).isEmpty();
    }

    private String row(State state) throws Exception {
        int ready;
        int start;
        int stop;
        state.enter().run();
        try {
            await(state.name())
                    .atMost(PROMISED)
                    .untilAsserted(() -> {
                        HttpResponse<String> answer = service.get("/readyz");
                        assertThat(answer.statusCode()).isEqualTo(503);
                        assertThat(answer.body()).contains(state.words());
                    });
            service.awaitLine("not ready", state.words());
            ready = service.get("/readyz").statusCode();
            HttpResponse<String> refused = start(stage.newGame());
            start = refused.statusCode();
            assertThat(start).as("%s: %s", state.name(), refused.body()).isIn(200, 500, 502, 503);
            assertThat(ready == 200 && start != 200).as(state.name()).isFalse();
            stop = stop(running).statusCode();
            assertThat(stop).as(state.name()).isIn(200, 503);
            assertThat(service.get("/readyz").statusCode()).as(state.name()).isEqualTo(503);
        } finally {
            state.leave().run();
        }
        long left = System.nanoTime();
        await(state.name() + " is over")
                .atMost(PROMISED)
                .until(() -> service.get("/readyz").statusCode() == 200);
        Duration after = Duration.ofNanos(System.nanoTime() - left);
        assertThat(stop(running).statusCode()).as("stop after " + state.name()).isEqualTo(200);
        running = startedGame();
        return "%-32s | %d     | %d     | %d    | %d ms"
                .formatted(state.name(), ready, start, stop, after.toMillis());
    }

    private String startedGame() throws InterruptedException {
        String game = stage.newGame();
        HttpResponse<String> started = start(game);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        return game;
    }

    private HttpResponse<String> stop(String game) throws InterruptedException {
        return service.post(
                "/api/v1/internal/runtimes/" + game + "/stop", "{\"reason\":\"finished\"}");
    }

    private HttpResponse<String> start(String game) throws InterruptedException {
        return service.post(
                "/api/v1/internal/runtimes/" + game + "/start",
                "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
    }
}
