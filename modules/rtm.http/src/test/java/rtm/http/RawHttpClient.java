package rtm.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection, on which a test sends whatever bytes it likes. */
final class RawHttpClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private final Socket socket;
    private final InputStream in;

    RawHttpClient(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    RawHttpClient(InetAddress address, int port) throws IOException {
        this(new Socket(address, port));
    }

    private RawHttpClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks once on a connection of its own. */
    static Answered ask(int port, String request) throws IOException {
        try (RawHttpClient wire = new RawHttpClient(port)) {
            wire.send(request);
            return wire.answer(request.startsWith("HEAD "));
        }
    }

    /** The same from another address of this machine than loopback. */
    static Answered askFrom(InetAddress source, int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, source, 0);
        try (RawHttpClient wire = new RawHttpClient(socket)) {
            return wire.send(request).answer();
        }
    }

    RawHttpClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawHttpClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawHttpClient endOfRequest() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    Answered answer() throws IOException {
        return answer(false);
    }

    Answered answer(boolean toHead) throws IOException {
        String[] lines = head().split("\r\n", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Answered(
                Integer.parseInt(lines[0].split(" ", 3)[1]),
                headers,
                new String(toHead ? new byte[0] : body(headers), StandardCharsets.UTF_8));
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        boolean stream =
                headers.getOrDefault("content-type", List.of()).stream()
                        .anyMatch(type -> type.startsWith("text/event-stream"));
        if (stream
                && !headers.containsKey("transfer-encoding")
                && !headers.containsKey("content-length")) {
            return in.readAllBytes();
        }
        if (!headers.containsKey("transfer-encoding")) {
            List<String> length = headers.getOrDefault("content-length", List.of("0"));
            return in.readNBytes(Integer.parseInt(length.getFirst()));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        return until("\r\n");
    }

    private String head() throws IOException {
        return until("\r\n\r\n");
    }

    private String until(String end) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** Waits that long for the server to send or close something; true when it did neither. */
    boolean isOpenFor(Duration most) throws IOException {
        socket.setSoTimeout(Math.toIntExact(most.toMillis()));
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
            }
            return false;
        } catch (SocketTimeoutException quiet) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Reads on until the server closes; what came before that, if anything. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
