package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/** The listener of the packaged program: where it listens, whom it answers, how long it waits. */
final class ListenerSettingsIT {

    private static final String HOST = "127.0.0.2";
    private static final String TOKEN = "only-this-one";
    private static final String GET = " HTTP/1.1\r\nHost: rtm\r\n";
    private static final int PATIENCE_MILLIS = 30_000;

    private static Stage stage;
    private static DockerGate gate;
    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        gate = new DockerGate(Path.of("/var/run/docker.sock"));
        service =
                stage.service(
                        Map.of(
                                "RTMANAGER_DOCKER_HOST", "unix://" + gate.socket(),
                                "RTMANAGER_INTERNAL_HTTP_ADDR", HOST + ":0",
                                "RTMANAGER_INTERNAL_HTTP_TOKEN", TOKEN,
                                "RTMANAGER_INTERNAL_HTTP_READ_TOKEN", "may-read",
                                "RTMANAGER_INTERNAL_HTTP_ALLOWED_HOSTS", "ops.example",
                                "RTMANAGER_CONSOLE", "act",
                                "RTMANAGER_INTERNAL_HTTP_READ_HEADER_TIMEOUT", "400ms",
                                "RTMANAGER_INTERNAL_HTTP_READ_TIMEOUT", "700ms",
                                "RTMANAGER_INTERNAL_HTTP_IDLE_TIMEOUT", "1s",
                                "RTMANAGER_INTERNAL_HTTP_MAX_CONCURRENT_REQUESTS", "1"));
    }

    @AfterAll
    static void close() {
        gate.close();
        stage.close();
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_ADDR")
    void itListensOnTheAddressThatIsSetAndOnNoOther() throws Exception {
        assertThat(service.get("/healthz").statusCode()).isEqualTo(200);
        assertThatThrownBy(() ->
                        new Socket(InetAddress.ofLiteral("127.0.0.1"), service.port()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_TOKEN")
    void itAnswersOnlyWhoShowsTheTokenThatIsSet() throws Exception {
        String list = "GET /api/v1/internal/runtimes" + GET + "Connection: close\r\n";

        assertThat(answer(list + "\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(answer(list + "Authorization: Bearer another\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(answer(list + "Authorization: Bearer " + TOKEN + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /readyz" + GET + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_READ_TOKEN")
    void theTokenForReadingChangesNothing() throws Exception {
        String reading = GET + "Connection: close\r\nAuthorization: Bearer may-read\r\n\r\n";

        assertThat(answer("GET /api/v1/internal/runtimes" + reading)).startsWith("HTTP/1.1 200 ");
        assertThat(answer("POST /api/v1/internal/status/drain" + reading))
                .startsWith("HTTP/1.1 403 ")
                .contains("this token may only read");
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_ALLOWED_HOSTS")
    void itAnswersABrowserUnderTheNamesThatAreSet() throws Exception {
        String browser = "\r\nUser-Agent: Mozilla/5.0\r\nConnection: close\r\n\r\n";

        assertThat(answer("GET /healthz HTTP/1.1\r\nHost: ops.example" + browser))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /healthz HTTP/1.1\r\nHost: rebind.example" + browser))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"forbidden\"");
    }

    @Test
    @Shows("RTMANAGER_CONSOLE")
    void itsPageMayDoWhatIsSet() throws Exception {
        String browser =
                " HTTP/1.1\r\nHost: ops.example\r\nUser-Agent: Mozilla/5.0\r\nConnection: close\r\n";
        String restart =
                "POST /api/v1/internal/runtimes/nobody/restart"
                        + browser
                        + "Origin: http://ops.example\r\nAuthorization: Bearer "
                        + TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";

        assertThat(answer("GET /" + browser + "Accept: text/html\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("<html lang=\"en\" data-mode=\"act\">");
        assertThat(answer("GET /" + GET + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(answer(restart + "\r\n{}")).startsWith("HTTP/1.1 403 ");
        assertThat(answer(restart + "X-Galaxy-Console: act\r\n\r\n{}")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_READ_HEADER_TIMEOUT")
    void itWaitsForHeadersAsLongAsIsSet() throws Exception {
        assertThat(timeUntilClosed("GET /healthz" + GET))
                .isBetween(Duration.ofMillis(350), Duration.ofMillis(1900));
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_READ_TIMEOUT")
    void itWaitsForABodyAsLongAsIsSet() throws Exception {
        assertThat(
                        timeUntilClosed(
                                "POST /api/v1/internal/runtimes/g/start"
                                        + GET
                                        + "Authorization: Bearer "
                                        + TOKEN
                                        + "\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 40\r\n\r\n{"))
                .isBetween(Duration.ofMillis(650), Duration.ofSeconds(8));
    }

    @Test
    @Shows("RTMANAGER_INTERNAL_HTTP_IDLE_TIMEOUT")
    void itKeepsAConnectionWithoutARequestAsLongAsIsSet() throws Exception {
        assertThat(timeUntilClosed("GET /healthz" + GET + "\r\n"))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(25));
    }

    @Test
    @Shows({"RTMANAGER_INTERNAL_HTTP_MAX_CONCURRENT_REQUESTS", "RTMANAGER_DOCKER_HOST"})
    void itWorksOnAsManyRequestsAsAreSet() throws Exception {
        String game = stage.newGame();
        try (Socket first = connect()) {
            DockerGate.Hold hold = gate.holdBefore("^POST \\S*/containers/create");
            send(first, start(game));
            hold.awaitReached();

            assertThat(service.get("/api/v1/internal/runtimes").statusCode()).isEqualTo(503);
            assertThat(service.get("/healthz").statusCode()).isEqualTo(200);

            hold.release();
            assertThat(rest(first)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(service.get("/api/v1/internal/runtimes").statusCode()).isEqualTo(200);
    }

    private static String start(String game) {
        String body = "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE);
        return "POST /api/v1/internal/runtimes/"
                + game
                + "/start"
                + GET
                + "Authorization: Bearer "
                + TOKEN
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static Duration timeUntilClosed(String request) throws Exception {
        try (Socket socket = connect()) {
            send(socket, request);
            long began = System.nanoTime();
            rest(socket);
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private static String answer(String request) throws Exception {
        try (Socket socket = connect()) {
            send(socket, request);
            return rest(socket);
        }
    }

    private static Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.ofLiteral(HOST), service.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
