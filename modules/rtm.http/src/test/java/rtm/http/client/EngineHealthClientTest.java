package rtm.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.EngineAddress;
import rtm.domain.port.EngineHealth.Answer;

@Timeout(20)
class EngineHealthClientTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EngineHealthClient client = new EngineHealthClient();
    private HttpServer engine;

    @BeforeEach
    void open() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.setExecutor(threads);
        engine.start();
    }

    @AfterEach
    void close() {
        engine.stop(0);
        threads.shutdownNow();
    }

    private void answer(String path, int status, String location) {
        engine.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        if (!location.isEmpty()) {
                            exchange.getResponseHeaders().set("Location", location);
                        }
                        exchange.sendResponseHeaders(status, -1);
                    }
                });
    }

    private Answer ask() throws InterruptedException {
        return client.ask(here(engine.getAddress().getPort()), LONG);
    }

    private static EngineAddress here(int port) {
        return new EngineAddress("127.0.0.1", port);
    }

    @Test
    void anEngineThatAnswers200IsHealthy() throws InterruptedException {
        answer("/healthz", 200, "");
        assertThat(ask()).isEqualTo(new Answer.Healthy());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 404, 500, 503})
    void anyOtherStatusIsToldByItsNumber(int status) throws InterruptedException {
        answer("/healthz", status, "");
        assertThat(ask()).isEqualTo(new Answer.Unhealthy(status, "unexpected status " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsFollowed(int status) throws InterruptedException {
        answer("/healthz", status, "/deeper/health");
        answer("/deeper/health", 200, "");
        assertThat(ask()).isEqualTo(new Answer.Healthy());
    }

    @Test
    void aRedirectMayNameTheAddressAndAQuery() throws InterruptedException {
        int port = engine.getAddress().getPort();
        answer("/healthz", 302, "http://127.0.0.1:" + port + "/deeper?a=b");
        answer("/deeper", 200, "");
        assertThat(ask()).isEqualTo(new Answer.Healthy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "//127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://user@127.0.0.1:%d/"
            })
    void aRedirectToAnotherAddressIsNotFollowed(String place) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answer("/healthz", 302, place.formatted(other.getLocalPort()));
            assertThat(ask())
                    .isEqualTo(
                            new Answer.Unhealthy(
                                    302, "redirected to another address, which is not followed"));
            other.setSoTimeout(50);
            assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aRedirectToNowhereIsTheAnswer() throws InterruptedException {
        answer("/healthz", 302, "");
        assertThat(ask()).isEqualTo(new Answer.Unhealthy(302, "unexpected status 302"));
    }

    @Test
    void tenRedirectsAreFollowedAndNoMore() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        engine.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Location", "/again");
                        exchange.sendResponseHeaders(302, -1);
                        asked.incrementAndGet();
                    }
                });
        assertThat(ask()).isEqualTo(new Answer.Unhealthy(0, "stopped after 10 redirects"));
        assertThat(asked).hasValueLessThanOrEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/", "http://", "http://[", "::"})
    void aRedirectThatCannotBeFollowedIsAFailureInWords(String place) throws InterruptedException {
        answer("/healthz", 302, place);
        assertThat(ask())
                .isInstanceOfSatisfying(
                        Answer.Unhealthy.class, failed -> assertThat(failed.error()).isNotBlank());
    }

    @Test
    void anEngineWithoutAListenerRefusesTheConnection() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(client.ask(here(free), LONG))
                .isEqualTo(new Answer.Unhealthy(0, "connection refused"));
    }

    @Test
    void anEngineThatIsSilentEndsByTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(client.ask(here(silent.getLocalPort()), SHORT))
                    .isEqualTo(new Answer.Unhealthy(0, "no answer within 300ms"));
        }
    }

    @Test
    void anEngineThatHangsUpOrTalksRubbishIsAFailureInWords() throws Exception {
        assertUnhealthy("");
        assertUnhealthy("rubbish\r\n\r\n");
    }

    private void assertUnhealthy(String reply) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FutureTask<Answer> asked =
                    new FutureTask<>(() -> client.ask(here(server.getLocalPort()), LONG));
            threads.execute(asked);
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(asked.get())
                    .isInstanceOfSatisfying(
                            Answer.Unhealthy.class,
                            failed -> {
                                assertThat(failed.status()).isZero();
                                assertThat(failed.error()).isNotBlank();
                            });
        }
    }

    @Test
    void theBodyIsNotWaitedFor() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FutureTask<Answer> asked =
                    new FutureTask<>(() -> client.ask(here(server.getLocalPort()), LONG));
            threads.execute(asked);
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(asked.get()).isEqualTo(new Answer.Healthy());
            }
        }
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
        assertThat(answered(interim + "HTTP/1.0 200 fine\r\n\r\n")).isEqualTo(new Answer.Healthy());
    }

    @Test
    void aHeadThatNeverEndsIsAFailureInWords() throws Exception {
        assertThat(answered("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000)))
                .isEqualTo(new Answer.Unhealthy(0, "the head of the answer is too long"));
    }

    private Answer answered(String reply) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FutureTask<Answer> asked =
                    new FutureTask<>(() -> client.ask(here(server.getLocalPort()), LONG));
            threads.execute(asked);
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                return asked.get();
            }
        }
    }

    @Test
    void aHeadThatComesInDropsEndsByTheTimeoutAllTheSame() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FutureTask<Answer> asked =
                    new FutureTask<>(() -> client.ask(here(server.getLocalPort()), SHORT));
            threads.execute(asked);
            try (Socket socket = server.accept()) {
                while (!asked.isDone()) {
                    socket.getOutputStream().write('H');
                    LockSupport.parkNanos(SHORT.toNanos() / 20);
                }
            } catch (IOException _) {
                // The client has hung up.
            }
            assertThat(asked.get()).isEqualTo(new Answer.Unhealthy(0, "no answer within 300ms"));
        }
    }

    @Test
    void anInterruptionWhileItWaitsIsNoAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FutureTask<Answer> asked =
                    new FutureTask<>(() -> client.ask(here(silent.getLocalPort()), LONG));
            Thread asking = Thread.ofVirtual().start(asked);
            try (Socket socket = silent.accept()) {
                socket.getInputStream().read();
                asking.interrupt();
                assertThatThrownBy(asked::get).hasCauseInstanceOf(InterruptedException.class);
            }
        }
    }

    @Test
    void anInterruptionIsNoAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> client.ask(here(silent.getLocalPort()), LONG))
                    .isInstanceOf(InterruptedException.class);
        }
    }
}
