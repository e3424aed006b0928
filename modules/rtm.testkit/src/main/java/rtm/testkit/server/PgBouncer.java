package rtm.testkit.server;

import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real PgBouncer before a {@link PostgresServer}, in the network of its container. {@code
 * RTM_TEST_PGBOUNCER_IMAGE} names the image.
 */
public final class PgBouncer implements AutoCloseable {

    /** Without this line it refuses the driver's startup parameters. */
    public static final String IGNORES_PARAMETERS =
            "ignore_startup_parameters = search_path,options";

    private static final String IMAGE =
            Optional.ofNullable(System.getenv("RTM_TEST_PGBOUNCER_IMAGE"))
                    .orElse("galaxy-local/pgbouncer:1");
    private static final int PORT = 6432;
    private static final String CONFIGURATION = "/tmp/pgbouncer.ini";
    private static final String USERS = "/tmp/users.txt";

    private final PostgreSQLContainer server;
    private final GenericContainer<?> container;

    PgBouncer(PostgreSQLContainer server, String mode, String lines) {
        this.server = server;
        container =
                new GenericContainer<>(DockerImageName.parse(IMAGE))
                        .withImagePullPolicy(_ -> false)
                        .withLabels(TestLabel.asMap())
                        .withNetworkMode("container:" + server.getContainerId())
                        .withCopyToContainer(
                                Transferable.of(configuration(mode, lines)), CONFIGURATION)
                        .withCopyToContainer(
                                Transferable.of(
                                        "\"%s\" \"%s\"%n"
                                                .formatted(
                                                        PostgresServer.ROLE,
                                                        PostgresServer.PASSWORD)),
                                USERS)
                        .withCreateContainerCmdModifier(
                                create -> create.withEntrypoint("pgbouncer").withCmd(CONFIGURATION))
                        .waitingFor(Wait.forLogMessage(".*process up.*", 1));
        container.start();
    }

    private static String configuration(String mode, String lines) {
        return """
        [databases]
        * = host=127.0.0.1 port=5432
        [pgbouncer]
        listen_addr = *
        listen_port = %d
        unix_socket_dir =
        auth_type = trust
        auth_file = %s
        pool_mode = %s
        %s
        """
                .formatted(PORT, USERS, mode, lines);
    }

    /** The DSN with which the service reaches this database through it. */
    public String dsn(String database) {
        return TestDatabase.dsn(
                PostgresServer.ROLE,
                PostgresServer.ENCODED_PASSWORD,
                ContainerAddress.of(server) + ":" + PORT,
                database);
    }

    @Override
    public void close() {
        container.close();
    }
}
