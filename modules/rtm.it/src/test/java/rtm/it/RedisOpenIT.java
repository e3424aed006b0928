package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisLoadingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import rtm.domain.model.DependencyUnavailableException;
import rtm.it.server.TcpProxy;
import rtm.streams.RedisStreams;
import rtm.streams.StreamsSettings;
import rtm.testkit.server.RedisServer;

class RedisOpenIT {

    private final RedisServer server = RedisServer.shared();
    private final String address = server.host() + ":" + server.port();

    @Test
    void theMasterIsOpenedAndAnswers() {
        try (RedisStreams redis = RedisFixtures.open(RedisFixtures.settings(server))) {
            redis.check().check();
        }
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        refuses(
                RedisFixtures.settings("127.0.0.1", port, "x", 0),
                "redis: 127.0.0.1:" + port + " cannot be reached: Connection refused");
    }

    @Test
    void aHostNobodyKnowsIsNamed() {
        assertThatThrownBy(() ->
                        RedisFixtures.open(RedisFixtures.settings("redis.invalid", 6379, "x", 0)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageStartingWith("redis: redis.invalid:6379 cannot be reached: ")
                .hasMessageContaining("redis.invalid");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpInTime() {
        try (TcpProxy proxy = TcpProxy.to(server.host(), server.port())) {
            proxy.stall();
            long began = System.nanoTime();

            assertThatThrownBy(() ->
                            RedisFixtures.open(
                                    RedisFixtures.settings(
                                            proxy, Duration.ofSeconds(1), Duration.ofSeconds(60))))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageMatching(
                            "redis: \\S+ cannot be reached: (no answer within|.*timed out).*");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofMillis(3500));
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutShowingIt() {
        assertThatThrownBy(() ->
                        RedisFixtures.open(
                                RedisFixtures.settings(server.host(), server.port(), "hunter2", 0)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "redis: "
                                + address
                                + " refuses the password, or its user default is switched off")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aMissingPasswordIsSaid() {
        refuses(
                RedisFixtures.settings(server.host(), server.port(), "", 0),
                "redis: " + address + " requires a password, but none is set here");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        refuses(
                RedisFixtures.settings(server.host(), server.port(), RedisServer.PASSWORD, 4711),
                "redis: " + address + " has no database 4711");
    }

    @Test
    void aServerWithoutAPasswordTakesAnyAsItsPackageLeavesIt() {
        try (RedisServer other = RedisServer.start()) {
            other.commands().configSet("requirepass", "");

            RedisFixtures.open(RedisFixtures.settings(other)).close();
        }
    }

    @Test
    void aReplicaIsRefusedAndItsMasterNamed() {
        try (RedisServer replica = RedisServer.start()) {
            replica.commands().replicaof("127.0.0.1", 9);

            refuses(
                    RedisFixtures.settings(replica),
                    "redis: "
                            + replica.host()
                            + ":"
                            + replica.port()
                            + " is a replica of 127.0.0.1:9; use the master's address");
        }
    }

    @Test
    void aServerThatIsLoadingItsDataIsSaid() {
        try (RedisServer slow =
                RedisServer.start(
                        "--enable-debug-command",
                        "yes",
                        "--key-load-delay",
                        "3000",
                        "--loading-process-events-interval-bytes",
                        "1024")) {
            for (int i = 0; i < 2000; i++) {
                slow.commands().set("key-" + i, "x".repeat(200));
            }
            slow.reloadInBackground();
            await().pollInterval(Duration.ofMillis(5)).until(() -> isLoading(slow));

            refuses(
                    RedisFixtures.settings(slow),
                    "redis: " + slow.host() + ":" + slow.port() + " is still loading its data");
        }
    }

    private static boolean isLoading(RedisServer server) {
        try {
            server.commands().get("key-0");
            return false;
        } catch (RedisLoadingException loading) {
            return true;
        }
    }

    private static void refuses(StreamsSettings settings, String sentence) {
        assertThatThrownBy(() -> RedisFixtures.open(settings))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(sentence);
    }
}
