package rtm.testkit.server;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL for tests, one for all tests of a JVM or a test's own one that it can kill, with the
 * role that the runbook describes: it may use only the schema that it owns. {@code
 * RTM_TEST_POSTGRES_IMAGE} names the image.
 */
public final class PostgresServer implements AutoCloseable {

    /** The role with which the service logs in. */
    public static final String ROLE = "rtmanagerservice";

    /** Its password; percent-encoding is needed to write it in a DSN. */
    public static final String PASSWORD = "s3cret/@:é";

    /** That password as written in a DSN. */
    public static final String ENCODED_PASSWORD = "s3cret%2F%40%3A%C3%A9";

    private static final String IMAGE =
            Optional.ofNullable(System.getenv("RTM_TEST_POSTGRES_IMAGE"))
                    .orElse("galaxy-local/postgres:15");

    /**
     * A small file system of its own in the container. Shared memory is none to fill: the server
     * keeps segments there, and takes and gives back some at any time.
     */
    public static final String SMALL_DISK = "/small";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final PostgreSQLContainer container;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer() {
        container =
                new PostgreSQLContainer(
                                DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                        .withLabels(TestLabel.asMap())
                        .withImagePullPolicy(name -> false);
        container.withTmpFs(Map.of(SMALL_DISK, "rw,size=8m"));
        container.setPortBindings(List.of(FreePort.find() + ":5432"));
        container.start();
        execute(
                container.getDatabaseName(),
                "CREATE ROLE %s LOGIN PASSWORD '%s' NOSUPERUSER NOCREATEDB NOCREATEROLE"
                        .formatted(ROLE, PASSWORD));
    }

    /** The server; the first call starts it. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** A separate server. */
    public static PostgresServer start() {
        return new PostgresServer();
    }

    /** Kills all of it at once, and starts it again at the same address. */
    public void crash() {
        Commands.run(List.of("docker", "kill", container.getContainerId()));
        Commands.run(List.of("docker", "start", container.getContainerId()));
        awaitAnswer();
    }

    /** Kills the process of one session; the server then ends all of them. */
    public void crashSession(int pid) {
        run("kill -KILL " + pid);
        awaitAnswer();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        while (true) {
            try (Connection _ = administrator(container.getDatabaseName())) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("PostgreSQL does not come back", e);
                }
            }
        }
    }

    /** A new database with the schema that the role owns, and nothing in it. */
    public TestDatabase database() {
        TestDatabase database = databaseWithoutSchema();
        database.execute("CREATE SCHEMA rtmanager AUTHORIZATION " + ROLE);
        return database;
    }

    /** A new database without the schema. */
    public TestDatabase databaseWithoutSchema() {
        String name = "rtm_" + databases.incrementAndGet();
        execute(container.getDatabaseName(), "CREATE DATABASE " + name);
        return new TestDatabase(this, name);
    }

    /** A standby of this server; the caller closes it. */
    public PostgresStandby standby() {
        return new PostgresStandby(container);
    }

    /**
     * A PgBouncer before this server; the caller closes it.
     *
     * @param mode session, transaction or statement
     * @param lines more lines of its configuration
     */
    public PgBouncer pooler(String mode, String... lines) {
        return new PgBouncer(container, mode, String.join("\n", lines));
    }

    /**
     * How many transactions of this script {@code pgbench} commits a second.
     *
     * @param options more of its options
     */
    public double transactionsPerSecond(TestDatabase database, String script, String options) {
        String encoded =
                Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        String printed =
                output(
                        ("echo %s | base64 -d >/tmp/pgbench.sql && PGPASSWORD=%s $(ls"
                                        + " /usr/lib/postgresql/*/bin/pgbench) -h 127.0.0.1 -U %s"
                                        + " -n -f /tmp/pgbench.sql %s %s")
                                .formatted(
                                        encoded,
                                        container.getPassword(),
                                        container.getUsername(),
                                        options,
                                        database.name()));
        return Double.parseDouble(printed.replaceFirst("(?s).*tps = ([0-9.]+).*", "$1"));
    }

    /** Runs a shell command in its container. */
    public void run(String command) {
        output(command);
    }

    /** Its container, for commands of Docker. */
    public String containerId() {
        return container.getContainerId();
    }

    /** Its superuser. */
    public String administrator() {
        return container.getUsername();
    }

    /** What psql prints of a statement by the superuser. */
    public String asAdministrator(String database, String sql) {
        return Commands.run(
                List.of(
                        "docker",
                        "exec",
                        container.getContainerId(),
                        "psql",
                        "-XqAt",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-U",
                        container.getUsername(),
                        "-d",
                        database,
                        "-c",
                        sql));
    }

    private String output(String command) {
        return Commands.run(
                List.of("docker", "exec", container.getContainerId(), "sh", "-c", command));
    }

    /** Whether transactions only read unless they say otherwise, in all sessions. */
    public void readOnly(boolean on) {
        String database = container.getDatabaseName();
        execute(
                database,
                on
                        ? "ALTER SYSTEM SET default_transaction_read_only = on"
                        : "ALTER SYSTEM RESET default_transaction_read_only");
        execute(database, "SELECT pg_reload_conf()");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isReadOnly(database) != on) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the setting does not take effect");
            }
        }
    }

    private boolean isReadOnly(String database) {
        try (Connection connection = administrator(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW default_transaction_read_only")) {
            return row.next() && "on".equals(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void drop(String database) {
        execute(
                container.getDatabaseName(),
                "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    /** Where it is reached, as host and port. */
    public String address() {
        return container.getHost() + ":" + container.getMappedPort(5432);
    }

    /** The same without Docker's proxy, which is a process that copies every byte. */
    public String ownAddress() {
        return ContainerAddress.of(container) + ":5432";
    }

    Connection administrator(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address() + "/" + database,
                container.getUsername(),
                container.getPassword());
    }

    private void execute(String database, String sql) {
        try (Connection connection = administrator(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private static final class Shared {
        static final PostgresServer SERVER = new PostgresServer();
    }
}
