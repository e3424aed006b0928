package rtm.it;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rtm.it.server.DockerGate;
import rtm.testkit.server.Commands;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.PostgresStandby;
import rtm.testkit.server.RedisServer;

/** States in which a dependency answers and refuses the work, each made for real. */
final class DependencyStates implements AutoCloseable {

    /** Redis must have these arguments. */
    static final String[] REDIS_ARGUMENTS = {
        "--enable-protected-configs",
        "yes",
        "--enable-debug-command",
        "yes",
        "--loading-process-events-interval-bytes",
        "1024",
        "--save",
        "3600 1",
        "--busy-reply-threshold",
        "200"
    };

    private static final String BY_NAME = "rtmanager:stream_offsets:stopjobs:by_name";
    private static final String DATABASE = "rtmanager:database";
    private static final String REFUSING_TRIGGER =
            """
            CREATE FUNCTION rtmanager.refuse() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE 'no more operations'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON rtmanager.operation_log
                FOR EACH ROW EXECUTE FUNCTION rtmanager.refuse();
            """;

    private static final int FILLERS = 2000;
    private static final int MOST_ROWS = 10;

    private final Stage stage;
    private final RedisServer redis;
    private final Links links;
    private final DockerGate docker;
    private final StartAttempt start;
    private final PostgresStandby standby = PostgresServer.shared().standby();
    private @Nullable Connection lock;

    /**
     * @param start asks for a start
     */
    DependencyStates(Stage stage, Links links, DockerGate docker, StartAttempt start) {
        this.stage = stage;
        this.redis = stage.redisServer();
        this.links = links;
        this.docker = docker;
        this.start = start;
    }

    /** Asks for a start of a new game. */
    @FunctionalInterface
    interface StartAttempt {
        /** The status of the answer. */
        int status() throws InterruptedException;
    }

    /** Something that a test does to a dependency. */
    @FunctionalInterface
    interface Deed {
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
    record State(String name, String words, Deed enter, Deed leave) {}

    List<State> all() {
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
                        "redis: disk full",
                        "redis: it takes no writes because it cannot save its data",
                        this::fillDiskOfRedis,
                        this::emptyDiskOfRedis),
                new State(
                        "redis: loading its data",
                        "redis: it is still loading its data",
                        this::reload,
                        this::endReload),
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
                        "redis: the database's id is none",
                        "GET rtmanager:database",
                        () -> {
                            commands.del(DATABASE);
                            commands.lpush(DATABASE, "no id");
                        },
                        () -> commands.del(DATABASE)),
                new State(
                        "redis: of another database",
                        "redis: its offsets and leases belong to database another",
                        () -> commands.set(DATABASE, "another"),
                        () -> commands.del(DATABASE)),
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
                        "postgres: a column is renamed",
                        "docker_network",
                        () -> renameColumn("docker_network", "gone"),
                        () -> renameColumn("gone", "docker_network")),
                new State(
                        "postgres: a trigger refuses",
                        "no more operations",
                        () -> stage.database().execute(REFUSING_TRIGGER),
                        () -> stage.database().execute("DROP FUNCTION rtmanager.refuse() CASCADE")),
                new State(
                        "postgres: a sequence is used up",
                        "reached maximum value of sequence",
                        () -> setSequence("9223372036854775807"),
                        () -> setSequence("0")),
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
                new State(
                        "postgres: a standby",
                        "the server is a read-only standby",
                        () -> leadTo(standby.host(), standby.port()),
                        this::leadToPrimary),
                new State(
                        "postgres: disk full (1)",
                        "its disk is full",
                        this::fillDiskOfPostgres,
                        this::emptyDiskOfPostgres),
                new State("docker: away", "docker: ", docker::shut, docker::reopen),
                new State(
                        "docker: network is missing",
                        "docker network: network " + stage.network() + " does not exist",
                        this::removeNetwork,
                        stage::createNetwork),
                refusesStarts(
                        "docker: no free address (1)",
                        "POST .*/start",
                        "no available IPv4 addresses on this network's address pools: n (9)"),
                refusesStarts(
                        "docker: containerd is away (1)",
                        "POST .*/containers/create",
                        "connection error: desc = \\\"transport: Error while dialing dial unix"
                                + " /run/containerd/containerd.sock: connect: connection"
                                + " refused\\\": unavailable"),
                refusesQuestions("docker: lists refused (1)", "GET .*/containers/json"),
                refusesQuestions("docker: inspections refused (1)", "GET .*/containers/[^/]+/json"),
                new State(
                        "state root: another folder",
                        "state root: ",
                        this::hideStateRoot,
                        this::showStateRoot),
                new State(
                        "state root: read-only",
                        "state root: ",
                        () -> mount("--bind", root(), root(), "-o", "ro"),
                        () -> Commands.run(List.of("umount", root()))),
                new State(
                        "state root: disk full",
                        "state root: the disk of the state root",
                        this::fillDiskOfStateRoot,
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
        saves(status);
    }

    private void saves(String status) {
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

    private void renameColumn(String from, String to) {
        stage.database()
                .execute(
                        "ALTER TABLE rtmanager.runtime_records RENAME COLUMN %s TO %s"
                                .formatted(from, to));
    }

    private void setSequence(String value) {
        stage.database()
                .execute(
                        "SELECT setval('rtmanager.operation_log_id_seq', greatest(%s, max(id)))"
                                        .formatted(value)
                                + " FROM rtmanager.operation_log");
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

    private State refusesStarts(String name, String request, String words) {
        return refuses(name, "docker: it refuses to start containers: ", request, words);
    }

    private State refusesQuestions(String name, String request) {
        return refuses(name, "docker: the work of a start fails: ", request, "out of order");
    }

    private State refuses(String name, String shown, String request, String words) {
        return new State(
                name,
                shown,
                () -> {
                    docker.refuse(request, 500, words);
                    requireRefused();
                },
                docker::refuseNothing);
    }

    private void requireRefused() throws InterruptedException {
        int status = start.status();
        if (status != 503) {
            throw new AssertionError("a start was answered " + status);
        }
    }

    private void leadTo(String host, int port) {
        standby.awaitCaughtUp();
        links.postgres().leadTo(host, port);
        links.postgres().breakAll();
    }

    private void leadToPrimary() {
        URI primary = URI.create("postgres://" + stage.postgresAddress());
        links.postgres().leadTo(primary.getHost(), primary.getPort());
        links.postgres().breakAll();
    }

    private void fillDiskOfPostgres() throws InterruptedException {
        PostgresServer server = PostgresServer.shared();
        String disk = PostgresServer.SMALL_DISK;
        server.run("mkdir %1$s/space && chown postgres %1$s/space".formatted(disk));
        stage.database().execute("CREATE TABLESPACE small LOCATION '%s/space'".formatted(disk));
        for (String table : List.of("operation_log", "outbox")) {
            stage.database().execute("ALTER TABLE rtmanager." + table + " SET TABLESPACE small");
            // Each page takes a few rows only, so that a row needs another page soon.
            // Autovacuum would give whole pages back: the disk would not be full any more.
            stage.database()
                    .execute(
                            "ALTER TABLE rtmanager."
                                    + table
                                    + " SET (fillfactor = 10, autovacuum_enabled = off,"
                                    + " toast.autovacuum_enabled = off)");
            stage.database().execute("VACUUM FULL rtmanager." + table);
        }
        server.run("dd if=/dev/zero of=%s/ballast bs=4096 || true".formatted(disk));
        for (int i = 0; start.status() == 200; i++) {
            if (i == MOST_ROWS) {
                throw new AssertionError("the disk is not full");
            }
        }
        // As autovacuum does: what was rolled back and published leaves room in the outbox only.
        stage.database().execute("VACUUM (TRUNCATE false) rtmanager.outbox");
    }

    private void emptyDiskOfPostgres() {
        PostgresServer server = PostgresServer.shared();
        server.run("rm %s/ballast".formatted(PostgresServer.SMALL_DISK));
        for (String table : List.of("operation_log", "outbox")) {
            stage.database()
                    .execute("ALTER TABLE rtmanager." + table + " SET TABLESPACE pg_default");
            stage.database()
                    .execute(
                            "ALTER TABLE rtmanager."
                                    + table
                                    + " RESET (fillfactor, autovacuum_enabled, toast.autovacuum_enabled)");
        }
        stage.database().execute("DROP TABLESPACE small");
        server.run("rmdir %s/space".formatted(PostgresServer.SMALL_DISK));
    }

    private void fillDiskOfRedis() {
        redis.run("dd if=/dev/zero of=/dev/shm/ballast bs=4096 || true");
        redis.commands().configSet("dir", "/dev/shm");
        saves("err");
    }

    private void emptyDiskOfRedis() {
        redis.run("rm /dev/shm/ballast");
        redis.commands().configSet("dir", "/data");
        saves("ok");
    }

    private void reload() {
        redis.commands().configSet("key-load-delay", "3000");
        for (int i = 0; i < FILLERS; i++) {
            redis.commands().set("filler-" + i, "x".repeat(200));
        }
        redis.reloadInBackground();
        await().pollInterval(Duration.ofMillis(5)).until(this::isLoading);
    }

    private void endReload() {
        redis.commands().configSet("key-load-delay", "0");
        await().until(() -> !isLoading());
        for (int i = 0; i < FILLERS; i++) {
            redis.commands().del("filler-" + i);
        }
    }

    private boolean isLoading() {
        try {
            redis.commands().get("filler-0");
            return false;
        } catch (RedisLoadingException loading) {
            return true;
        }
    }

    /** The root moves to a small disk, with its mark. */
    private void fillDiskOfStateRoot() {
        Commands.run(
                List.of(
                        "sh",
                        "-c",
                        """
                        mkdir "$0.full" && mount -t tmpfs -o size=2m tmpfs "$0.full" \\
                            && cp -a "$0/." "$0.full/" && (cat /dev/zero >"$0.full/ballast" || true) \\
                            && mount --bind "$0.full" "$0" && umount "$0.full" && rmdir "$0.full"
                        """,
                        root()));
    }

    /** An engine whose start was refused may be removed meanwhile, so it may take another look. */
    private void removeNetwork() {
        await("the network is removed")
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> {
                    disconnectAll();
                    stage.removeNetwork();
                    return true;
                });
    }

    private void disconnectAll() {
        String names = "{{range .Containers}}{{println .Name}}{{end}}";
        stage.onEngine("network", "inspect", "-f", names, stage.network())
                .lines()
                .filter(container -> !container.isBlank())
                .forEach(container ->
                        stage.onEngine("network", "disconnect", "-f", stage.network(), container));
    }

    @Override
    public void close() {
        standby.close();
    }
}
