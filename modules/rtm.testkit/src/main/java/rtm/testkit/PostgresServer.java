package rtm.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL of the tests' own, one for all tests of a JVM, with the role that the runbook asks
 * for: it may do nothing but use the schema that it owns. The image comes from {@code
 * RTM_TEST_POSTGRES_IMAGE}.
 */
public final class PostgresServer {

    /** The role as which the service logs in. */
    public static final String ROLE = "rtmanagerservice";

    /** Its password; percent-encoding is needed to write it in a DSN. */
    public static final String PASSWORD = "s3cret/@:é";

    /** That password as it stands in a DSN. */
    public static final String ENCODED_PASSWORD = "s3cret%2F%40%3A%C3%A9";

    private static final String IMAGE =
            Optional.ofNullable(System.getenv("RTM_TEST_POSTGRES_IMAGE"))
                    .orElse("galaxy-local/postgres:15");

    private final PostgreSQLContainer container;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer() {
        container =
                new PostgreSQLContainer(
                                DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                        .withImagePullPolicy(name -> false);
        container.start();
        execute(
                container.getDatabaseName(),
                "CREATE ROLE %s LOGIN PASSWORD '%s' NOSUPERUSER NOCREATEDB NOCREATEROLE"
                        .formatted(ROLE, PASSWORD));
    }

    /** The server; the first to ask starts it. */
    public static PostgresServer shared() {
        return Shared.SERVER;
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

    void drop(String database) {
        execute(
                container.getDatabaseName(),
                "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    /** Where it is reached, as host and port. */
    public String address() {
        return container.getHost() + ":" + container.getMappedPort(5432);
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

    private static final class Shared {
        static final PostgresServer SERVER = new PostgresServer();
    }
}
