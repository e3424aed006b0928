package rtm.main.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import rtm.main.client.text.Screen;

/** A service that gives prepared answers, and a person who types commands. */
final class AnsweringService implements AutoCloseable {

    static final String OPEN_OPERATIONS = "GET /api/v1/internal/operations?open=true&limit=500";
    private static final String ERROR = "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}";
    static final Instant NOW = Instant.parse("2026-04-28T12:00:00Z");

    /**
     * A request as it came.
     *
     * @param line method and path
     */
    record Request(String line, String body, Map<String, List<String>> headers) {}

    private record Prepared(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Prepared>> answers = new HashMap<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> held = new ConcurrentHashMap<>();
    private Optional<IntSupplier> columns = Optional.empty();
    private SupportSources support =
            new SupportSources(
                    Path.of("/does/not/exist"),
                    List.of("echo"),
                    List.of("echo", "log"),
                    Duration.ofSeconds(20),
                    _ -> List.of());
    private String enough = "";
    private final ByteArrayOutputStream out = new Pipe();
    private final Said err = new Said();

    AnsweringService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        answers(OPEN_OPERATIONS, "{\"items\":[],\"next\":null}");
        answers("GET /api/v1/internal/status", "{\"dependencies\":[],\"problems\":[]}");
    }

    /** A request is answered only after this was printed to stderr. */
    void holdsUntilSaid(String line, String words) {
        held.put(line, words);
    }

    void answers(String line, String body) {
        answers.put(line, new ArrayDeque<>(List.of(new Prepared(200, body))));
    }

    /** With a header whose value is {@code true}. */
    void answersWith(String header, String line, String body) {
        headers.put(line, header);
        answers(line, body);
    }

    /** What is answered the next time; the last answer stays. */
    void thenAnswers(String line, String body) {
        answers.computeIfAbsent(line, _ -> new ArrayDeque<>()).add(new Prepared(200, body));
    }

    void thenRefuses(String line, int status, String code) {
        answers.computeIfAbsent(line, _ -> new ArrayDeque<>())
                .add(new Prepared(status, ERROR.formatted(code, "not now")));
    }

    /** The person's pager ends once this was printed. */
    void readsUntil(String text) {
        enough = text;
    }

    void refuses(String line, int status, String code, String message) {
        answers.put(
                line,
                new ArrayDeque<>(List.of(new Prepared(status, ERROR.formatted(code, message)))));
    }

    void support(SupportSources sources) {
        support = sources;
    }

    /** The person looks at a terminal of this width. */
    void terminal(int wide) {
        columns = Optional.of(() -> wide);
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int types(String... words) {
        return types(Map.of("RTMANAGER_URL", url()), words);
    }

    int types(Map<String, String> environment, String... words) {
        out.reset();
        err.reset();
        Session session =
                new Session(
                        environment,
                        Path.of("/does/not/exist"),
                        new Screen(stream(out), columns, environment),
                        stream(err),
                        InstantSource.fixed(NOW));
        return program(session)
                .setOut(CommandLineClient.writer(stream(out)))
                .setErr(CommandLineClient.writer(stream(err)))
                .execute(CommandLineClient.asHelp(List.of(words)).toArray(String[]::new));
    }

    private CommandLine program(Session session) {
        return CommandLineClient.commands(
                session,
                List.of(new LocalCommand("version", "Show the version.", () -> 0)),
                support);
    }

    /** The commands that can be typed. */
    CommandSpec program() {
        Session nobody =
                new Session(
                        Map.of(),
                        Path.of("/does/not/exist"),
                        new Screen(stream(out), Optional.empty(), Map.of()),
                        stream(err),
                        InstantSource.fixed(NOW));
        return program(nobody).getCommandSpec();
    }

    List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(
                    new Request(
                            line,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8),
                            exchange.getRequestHeaders()));
            await(line);
            Prepared answer = prepared(line);
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            if (headers.containsKey(line)) {
                exchange.getResponseHeaders().set(headers.get(line), "true");
            }
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void await(String line) {
        String words = held.get(line);
        if (words != null) {
            err.await(words);
        }
    }

    private synchronized Prepared prepared(String line) {
        Deque<Prepared> next = answers.get(line);
        if (next == null) {
            return new Prepared(404, ERROR.formatted("not_found", "nothing prepared"));
        }
        return next.size() > 1 ? next.remove() : next.element();
    }

    /** A pipe to somebody who leaves at a certain text. */
    private final class Pipe extends ByteArrayOutputStream {
        @Override
        public void flush() throws IOException {
            if (!enough.isEmpty() && toString(StandardCharsets.UTF_8).contains(enough)) {
                throw new IOException("Broken pipe");
            }
        }
    }

    /** What was printed, for somebody who waits for it. */
    private static final class Said extends ByteArrayOutputStream {

        private static final long PATIENCE_NANOS = 10_000_000_000L;

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        synchronized void await(String words) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (!toString(StandardCharsets.UTF_8).contains(words)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException("nobody said " + words);
                }
                try {
                    wait(left);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
