package rtm.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.domain.model.GameId;

@Timeout(20)
class LobbyClientTest {

    private static final GameId GAME = new GameId("g1");
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer lobby;

    @BeforeEach
    void open() throws IOException {
        lobby = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lobby.setExecutor(threads);
        lobby.start();
    }

    @AfterEach
    void close() {
        lobby.stop(0);
        threads.shutdownNow();
    }

    private LobbyClient client(String path) {
        return new LobbyClient(
                new LobbySettings(
                        Optional.of(
                                URI.create(
                                        "http://127.0.0.1:" + lobby.getAddress().getPort() + path)),
                        Duration.ofSeconds(2)),
                OpenTelemetry.noop());
    }

    private void answer(int status, String location, long bytes) {
        lobby.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    exchange.getResponseHeaders().set("Location", location);
                    send(exchange, status, bytes);
                });
    }

    private static void send(HttpExchange exchange, int status, long bytes) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes);
            exchange.getResponseBody().write(new byte[(int) bytes]);
        }
    }

    @Test
    void aGameIsLookedUpUnderTheBaseUrl() throws InterruptedException {
        answer(200, "/", 2);
        try (LobbyClient client = client("/lobby/")) {
            client.lookUp(GAME);

            assertThat(asked.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("GET /lobby/api/v1/internal/games/g1");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        answer(302, "/elsewhere", 2);
        try (LobbyClient client = client("")) {
            client.lookUp(GAME);
            client.lookUp(new GameId("g2"));

            assertThat(
                            List.of(
                                    String.valueOf(asked.poll(5, TimeUnit.SECONDS)),
                                    String.valueOf(asked.poll(5, TimeUnit.SECONDS))))
                    .containsExactlyInAnyOrder(
                            "GET /api/v1/internal/games/g1", "GET /api/v1/internal/games/g2");
            assertThat(asked.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void errorsAndEndlessBodiesAreSurvived() throws InterruptedException {
        answer(500, "/", 1_000_000);
        try (LobbyClient client = client("")) {
            for (int i = 0; i < 20; i++) {
                client.lookUp(GAME);
                assertThat(asked.poll(5, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void withoutAUrlNothingIsAsked() {
        try (LobbyClient client =
                new LobbyClient(
                        new LobbySettings(Optional.empty(), Duration.ofSeconds(2)),
                        OpenTelemetry.noop())) {
            client.lookUp(GAME);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void aLobbyThatIsAwayIsNobodysProblem() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (LobbyClient client = client(free, Duration.ofSeconds(2))) {
            for (int i = 0; i < 100; i++) {
                client.lookUp(GAME);
            }
        }
    }

    @Test
    void onlyAFewQuestionsHangAtOnceAndEachEndsInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LobbyClient client = client(silent.getLocalPort(), Duration.ofMillis(300))) {
            for (int i = 0; i < 50; i++) {
                client.lookUp(GAME);
            }
            List<Socket> accepted = accept(silent, 8);
            assertThat(anotherComesWithin(silent, Duration.ofMillis(100))).isFalse();
            for (Socket socket : accepted) {
                assertEnds(socket);
            }
            client.lookUp(GAME);
            assertThat(anotherComesWithin(silent, Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void anAnswerThatDripsIsCutInTime() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LobbyClient client = client(dripping.getLocalPort(), Duration.ofMillis(300))) {
            client.lookUp(GAME);
            try (Socket socket = dripping.accept()) {
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertEnds(socket);
            }
        }
    }

    @Test
    void closingEndsWhatHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LobbyClient client = client(silent.getLocalPort(), Duration.ofMinutes(1));
            client.lookUp(GAME);
            try (Socket socket = silent.accept()) {
                client.close();
                assertEnds(socket);
            }
            client.lookUp(GAME);
            assertWhatStillComesEnds(silent);
        }
    }

    /**
     * The JDK's client tries a question once more that is cut off while it connects. The second
     * connection may have been made before the client is closed; it ends with it, while that of a
     * new question would hang.
     */
    private static void assertWhatStillComesEnds(ServerSocket server) throws IOException {
        server.setSoTimeout(100);
        while (true) {
            try (Socket another = server.accept()) {
                assertEnds(another);
            } catch (java.net.SocketTimeoutException none) {
                return;
            }
        }
    }

    private static LobbyClient client(int port, Duration timeout) {
        return new LobbyClient(
                new LobbySettings(Optional.of(URI.create("http://127.0.0.1:" + port)), timeout),
                OpenTelemetry.noop());
    }

    private static List<Socket> accept(ServerSocket server, int count) throws IOException {
        List<Socket> accepted = new ArrayList<>();
        while (accepted.size() < count) {
            accepted.add(server.accept());
        }
        return accepted;
    }

    private static boolean anotherComesWithin(ServerSocket server, Duration most)
            throws IOException {
        server.setSoTimeout(Math.toIntExact(most.toMillis()));
        try (Socket another = server.accept()) {
            return another.isConnected();
        } catch (java.net.SocketTimeoutException none) {
            return false;
        }
    }

    /** Reads the question and then the end of the connection, which the client must bring about. */
    private static void assertEnds(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            socket.getInputStream().readAllBytes();
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("the connection is still open", open);
        } catch (SocketException reset) {
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
