package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.fake.CapturedLog;

/** Requests of browsers and of engines, to a real listener. */
class DoorsTest {

    private static final String RESTART = Served.RUNTIMES + "/g1/restart";
    private static final String FORM =
            "User-Agent: Mozilla/5.0\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        served.put(Records.running("g1"));
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private Answered ask(String method, String path, String host, String headers)
            throws IOException {
        return RawHttpClient.ask(
                served.port(),
                "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(method, path, host, headers));
    }

    @Test
    void theFormOfAnotherPageRestartsNothing() throws IOException {
        Answered answer = ask("POST", RESTART, "127.0.0.1", FORM);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
        assertThat(served.operations()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", Served.RUNTIMES, "/openapi.yaml", "/nowhere"})
    void aReboundNameReadsNothing(String path) throws IOException {
        Answered answer = ask("GET", path, "rebind.evil.example", "User-Agent: Mozilla/5.0\r\n");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
    }

    @Test
    void aBrowserReadsUnderTheAddressLocalhostOrAnAllowedName() throws IOException {
        for (String host : new String[] {"127.0.0.1", "localhost:8096", "OPS.example"}) {
            assertThat(ask("GET", Served.RUNTIMES, host, "User-Agent: Mozilla/5.0\r\n").status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void aPreflightIsRefused() throws IOException {
        assertThat(ask("OPTIONS", RESTART, "127.0.0.1", "Origin: http://evil.example\r\n").status())
                .isEqualTo(403);
    }

    @Test
    void theBodyOfARefusedRequestMayStillArrive() throws IOException {
        String body = "x".repeat(200_000);
        Answered answer =
                RawHttpClient.ask(served.port(), Served.posted(RESTART, "Origin: null\r\n", body));
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void aBrowserWithATokenIsRefusedAllTheSame() throws IOException {
        served.close();
        served = new Served(Served.settings(256, Optional.of("s3cret")));
        assertThat(ask("POST", RESTART, "h", FORM + "Authorization: Bearer s3cret\r\n").status())
                .isEqualTo(403);
    }

    @Test
    void anEngineMayOnlyProbe() throws IOException {
        InetAddress engine = addressBesideLoopback();
        served.world.docker.locate(Records.container("g1"), engine.getHostAddress());

        for (String request :
                List.of(got(Served.RUNTIMES), got(Served.RUNTIMES + "/g1"), Served.start("g9"))) {
            Answered answer = RawHttpClient.askFrom(engine, served.port(), request);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("forbidden");
        }
        for (String probe : List.of("/healthz", "/readyz")) {
            assertThat(RawHttpClient.askFrom(engine, served.port(), got(probe)).status())
                    .isEqualTo(200);
        }
        assertThat(served.operations()).isZero();
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("request of an engine refused")
                .contains("galaxy-game-g1");
    }

    private static String got(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static InetAddress addressBesideLoopback() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .filter(address -> !address.isLoopbackAddress())
                .filter(DoorsTest::isSeenByServers)
                .findFirst()
                .orElseThrow();
    }

    /** Docker's masquerading changes the addresses of its bridges. */
    private static boolean isSeenByServers(InetAddress source) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket _ = new Socket(loopback, server.getLocalPort(), source, 0);
                Socket accepted = server.accept()) {
            return accepted.getInetAddress().equals(source);
        } catch (IOException _) {
            return false;
        }
    }
}
