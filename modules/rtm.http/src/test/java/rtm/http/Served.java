package rtm.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** A listener on a loopback port, with what stands behind it. */
final class Served implements AutoCloseable {

    static final String RUNTIMES = "/api/v1/internal/runtimes";
    final FakeRuntimes runtimes = new FakeRuntimes();
    final FakeProbes probes = new FakeProbes();
    final HttpServer server;

    Served() throws IOException {
        this(settings());
    }

    Served(HttpSettings settings) throws IOException {
        server = HttpServer.open(settings, runtimes, probes);
    }

    static HttpSettings settings() {
        return settings(256, Optional.empty());
    }

    static HttpSettings settings(int maxConcurrentRequests, Optional<String> token) {
        return new HttpSettings(
                Optional.of("127.0.0.1"),
                0,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                maxConcurrentRequests,
                token);
    }

    /** All three timeouts so short that a test can wait for them. */
    static HttpSettings impatient() {
        Duration moment = Duration.ofMillis(250);
        return new HttpSettings(
                Optional.of(InetAddress.getLoopbackAddress().getHostAddress()),
                0,
                moment,
                moment,
                moment,
                256,
                Optional.empty());
    }

    int port() {
        return server.port();
    }

    Answered get(String path) throws IOException {
        return RawHttpClient.ask(port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    Answered ask(String method, String path, String headers) throws IOException {
        return RawHttpClient.ask(
                port(), method + " " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
    }

    Answered post(String path, String body) throws IOException {
        return post(path, "Content-Type: application/json\r\n", body);
    }

    Answered post(String path, String headers, String body) throws IOException {
        return RawHttpClient.ask(port(), posted(path, headers, body));
    }

    static String posted(String path, String headers, String body) {
        int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return "POST %s HTTP/1.1\r\nHost: h\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(path, headers, length, body);
    }

    static String start() {
        return posted(
                RUNTIMES + "/g1/start",
                "Content-Type: application/json\r\n",
                "{\"image_ref\":\"galaxy/game:1.4.0\"}");
    }

    @Override
    public void close() {
        server.close();
    }
}
