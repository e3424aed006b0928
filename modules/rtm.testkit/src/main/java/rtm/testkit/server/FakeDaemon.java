package rtm.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.function.Function;

/**
 * Speaks just enough HTTP on a unix socket to answer as a Docker daemon would, or not to answer.
 */
public final class FakeDaemon implements AutoCloseable {

    /**
     * A request.
     *
     * @param line method and path with query
     * @param headers by lower-case name
     * @param body as it was sent
     */
    public record Asked(String line, Map<String, String> headers, String body) {

        /** Whether it has this method and a path of this pattern, in any version of the API. */
        public boolean is(String method, String path) {
            return line.matches(method + " (/v[0-9.]+)?" + path + "([?].*)?");
        }
    }

    /** An answer. */
    public sealed interface Reply {

        /** A whole answer. */
        record Whole(int status, String body) implements Reply {}

        /** An answer in pieces, which ends well, breaks off or stalls after the last piece. */
        record Pieces(List<String> pieces, End end) implements Reply {}

        /** An answer whose pieces are sent when they are added; an empty piece ends it. */
        record Live(BlockingQueue<String> pieces) implements Reply {}

        /**
         * Bytes as they are, which end well, break off or stall; repeated without end if wanted.
         */
        @SuppressWarnings("ArrayRecordComponent") // It is sent and never compared.
        record Raw(byte[] bytes, byte[] repeated, End end) implements Reply {}

        /** No answer as long as the caller keeps the connection. */
        record Silence() implements Reply {}

        static Reply json(int status, String body) {
            return new Whole(status, body);
        }

        static Reply silence() {
            return new Silence();
        }

        static Reply pieces(End end, String... pieces) {
            return new Pieces(List.of(pieces), end);
        }
    }

    /** How an answer in pieces ends. */
    public enum End {
        WELL,
        CUT,
        STANDSTILL
    }

    /**
     * The queue length of Docker's socket on common kernels; beyond it, a connect fails
     * immediately.
     */
    private static final int BACKLOG = 4096;

    private final Path socket;
    private final ServerSocketChannel server;
    private final Function<Asked, Reply> answers;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Phaser connections = new Phaser(1);
    private final CountDownLatch deaf = new CountDownLatch(1);

    private FakeDaemon(Path socket, ServerSocketChannel server, Function<Asked, Reply> answers) {
        this.socket = socket;
        this.server = server;
        this.answers = answers;
    }

    /** Listens in that folder. */
    public static FakeDaemon start(Path folder, Function<Asked, Reply> answers) throws IOException {
        Path socket = folder.resolve("docker.sock");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
        FakeDaemon daemon = new FakeDaemon(socket, server, answers);
        Thread.ofVirtual().name("fake-daemon").start(daemon::accept);
        return daemon;
    }

    /** Answers as a daemon that supports these versions and has a suitable network. */
    public static Function<Asked, Reply> healthy(
            String lowest, String highest, Function<Asked, Optional<Reply>> otherwise) {
        return asked -> {
            Optional<Reply> special = otherwise.apply(asked);
            if (special.isPresent()) {
                return special.get();
            }
            if (asked.is("GET", "/version")) {
                return Reply.json(
                        200,
                        """
                        {"Version":"0","ApiVersion":"%s","MinAPIVersion":"%s"}\
                        """
                                .formatted(highest, lowest));
            }
            if (asked.is("GET", "/networks/galaxy-net")) {
                return Reply.json(
                        200, "{\"Id\":\"n\",\"Name\":\"galaxy-net\",\"Driver\":\"bridge\"}");
            }
            return asked.is("GET", "/_ping")
                    ? Reply.json(200, "OK")
                    : Reply.json(404, "{\"message\":\"page not found\"}");
        };
    }

    /** Where it listens. */
    public URI host() {
        return URI.create("unix://" + socket);
    }

    /** All requests so far. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Waits until every caller has closed its connection. */
    public void awaitHungUp() {
        connections.arriveAndAwaitAdvance();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.register();
                Thread.ofVirtual().name("fake-daemon-line").start(() -> serve(connection));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        } finally {
            deaf.countDown();
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        Channels.newInputStream(connection),
                                        StandardCharsets.ISO_8859_1))) {
            Asked request = read(in);
            asked.add(request);
            answer(answers.apply(request), in, Channels.newOutputStream(connection));
        } catch (IOException _) {
            // The caller closed the connection.
        } finally {
            connections.arriveAndDeregister();
        }
    }

    private static Asked read(BufferedReader in) throws IOException {
        String first = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Asked(first.substring(0, first.lastIndexOf(' ')), headers, body(in, headers));
    }

    private static String body(BufferedReader in, Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return read(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        StringBuilder body = new StringBuilder();
        for (int size = size(in); size > 0; size = size(in)) {
            body.append(read(in, size));
            line(in);
        }
        line(in);
        return body.toString();
    }

    private static int size(BufferedReader in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String read(BufferedReader in, int length) throws IOException {
        char[] text = new char[length];
        for (int read = 0; read < length; ) {
            int more = in.read(text, read, length - read);
            if (more < 0) {
                throw new IOException("the caller hung up");
            }
            read += more;
        }
        return new String(text);
    }

    private static String line(BufferedReader in) throws IOException {
        return Optional.ofNullable(in.readLine())
                .orElseThrow(() -> new IOException("the caller hung up"));
    }

    private static void answer(Reply reply, BufferedReader in, OutputStream out)
            throws IOException {
        switch (reply) {
            case Reply.Whole whole -> out.write(bytes(whole));
            case Reply.Pieces(List<String> pieces, End end) -> {
                head(out, 200, "Transfer-Encoding: chunked");
                for (String piece : pieces) {
                    chunk(out, piece);
                }
                switch (end) {
                    case WELL -> write(out, "0\r\n\r\n");
                    case CUT -> {}
                    case STANDSTILL -> in.read();
                }
            }
            case Reply.Live(BlockingQueue<String> pieces) -> {
                head(out, 200, "Transfer-Encoding: chunked");
                try {
                    for (String piece = pieces.take(); ; piece = pieces.take()) {
                        chunk(out, piece);
                        if (piece.isEmpty()) {
                            return;
                        }
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            case Reply.Raw(byte[] bytes, byte[] repeated, End end) -> {
                out.write(bytes);
                while (repeated.length > 0) {
                    out.write(repeated);
                }
                out.flush();
                if (end == End.STANDSTILL) {
                    in.read();
                }
            }
            case Reply.Silence() -> in.read();
        }
    }

    /** A whole answer as it is sent. */
    public static byte[] bytes(Reply.Whole reply) {
        return (head(reply.status(), "Content-Length: " + reply.body().length()) + reply.body())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void chunk(OutputStream out, String piece) throws IOException {
        write(out, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
    }

    private static void head(OutputStream out, int status, String length) throws IOException {
        write(out, head(status, length));
    }

    private static String head(int status, String length) {
        return "HTTP/1.1 %d Words\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                .formatted(status, length);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            // The socket listens until the thread that accepts has noticed.
            deaf.await();
            Files.deleteIfExists(socket);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
