package rtm.testkit.server;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A real Redis with a password in a container: one for all tests of a JVM, or a test's own one that
 * it can stop and start. {@code RTM_TEST_REDIS_IMAGE} names the image.
 */
public final class RedisServer implements AutoCloseable {

    /** The default user's password. */
    public static final String PASSWORD = "a password of the tests";

    /** Where it listens at its {@link #ownAddress}. */
    public static final int PORT = 6379;

    private static final String IMAGE =
            Optional.ofNullable(System.getenv("RTM_TEST_REDIS_IMAGE"))
                    .orElse("galaxy-local/redis:7");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GenericContainer<?> container;
    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    private RedisServer(String... arguments) {
        container =
                new GenericContainer<>(DockerImageName.parse(IMAGE))
                        .withImagePullPolicy(_ -> false)
                        .withCommand(arguments)
                        .withExposedPorts(PORT)
                        .withLabels(TestLabel.asMap())
                        .waitingFor(Wait.forListeningPort());
        container.setPortBindings(List.of(FreePort.find() + ":" + PORT));
        container.start();
        client = RedisClient.create();
        commands = client.connect(uri()).sync();
    }

    /** The one that all tests of this JVM share; it ends with the JVM. */
    public static RedisServer shared() {
        return Shared.SERVER;
    }

    /** A separate server with more arguments. */
    public static RedisServer start(String... further) {
        String[] arguments = new String[further.length + 2];
        arguments[0] = "--requirepass";
        arguments[1] = PASSWORD;
        System.arraycopy(further, 0, arguments, 2, further.length);
        return new RedisServer(arguments);
    }

    /** Where it listens. */
    public String host() {
        return container.getHost();
    }

    /** Where it listens. */
    public int port() {
        return container.getMappedPort(PORT);
    }

    /** A connection to prepare and inspect it independently of the tested code. */
    public RedisCommands<String, String> commands() {
        return commands;
    }

    /** The same for another of its databases. */
    public RedisCommands<String, String> commands(int database) {
        RedisURI uri = uri();
        uri.setDatabase(database);
        return client.connect(uri).sync();
    }

    /** Runs a shell command in its container. */
    public void run(String command) {
        Commands.run(List.of("docker", "exec", container.getContainerId(), "sh", "-c", command));
    }

    /**
     * Kills it, and starts it again at the same address; it has what it has written to its disk.
     */
    public void crash() {
        Commands.run(List.of("docker", "kill", container.getContainerId()));
        Commands.run(List.of("docker", "start", container.getContainerId()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Redis does not come back");
            }
        }
    }

    /** On the connection that was there before: it has to notice first. */
    private boolean answers() {
        try {
            return commands.ping().equals("PONG");
        } catch (RedisException lost) {
            return false;
        }
    }

    /** Empties all databases and settings that tests change. */
    public void reset() {
        commands.flushall();
        commands.configSet("maxmemory", "0");
    }

    /** Becomes a replica of another and waits until it follows it. */
    public void replicate(RedisServer primary) {
        commands.configSet("masterauth", PASSWORD);
        commands.replicaof(primary.ownAddress(), PORT);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!commands.info("replication").contains("master_link_status:up")) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(commands.info("replication"));
            }
            Thread.onSpinWait();
        }
    }

    /** Waits until this replica has every write that its primary has so far. */
    public void awaitOffsetOf(RedisServer primary) {
        if (primary.commands.waitForReplication(1, PATIENCE.toMillis()) < 1) {
            throw new AssertionError(commands.info("replication"));
        }
    }

    /** Its address for other containers, and for this host without Docker's proxy. */
    public String ownAddress() {
        return ContainerAddress.of(container);
    }

    /** Runs a script on its own connection and does not wait for its end. */
    public void runInBackground(String script) {
        var _ = client.connect(uri()).async().eval(script, ScriptOutputType.STATUS);
    }

    /** Makes it save and reload its data, on its own connection. */
    public void reloadInBackground() {
        var _ =
                client.connect(uri())
                        .async()
                        .dispatch(
                                CommandType.DEBUG,
                                new StatusOutput<>(StringCodec.UTF8),
                                new CommandArgs<>(StringCodec.UTF8).add("RELOAD"));
    }

    private RedisURI uri() {
        return RedisURI.builder()
                .withHost(host())
                .withPort(port())
                .withPassword(PASSWORD.toCharArray())
                // A server on a busy machine needs some seconds to make a value of 300 MB.
                .withTimeout(Duration.ofMinutes(1))
                .build();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        container.stop();
    }

    private static final class Shared {
        static final RedisServer SERVER = start();
    }
}
