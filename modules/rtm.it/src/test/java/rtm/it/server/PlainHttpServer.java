package rtm.it.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A web server on the loopback address that speaks no TLS and says so at once, as web servers do;
 * Docker tries TLS first, and containerd takes nothing but such an answer for a sign to go without.
 */
final class PlainHttpServer implements AutoCloseable {

    /**
     * A request without its body.
     *
     * @param headers by lower-case name
     */
    record Request(String method, String path, Map<String, String> headers) {}

    /** An answer. */
    static final class Answer {

        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;
        private final int stallsAt;

        private Answer(int status, Map<String, String> headers, byte[] body, int stallsAt) {
            this.status = status;
            this.headers = headers;
            this.body = body.clone();
            this.stallsAt = stallsAt;
        }

        static Answer of(int status, Map<String, String> headers, byte[] body) {
            return new Answer(status, headers, body, body.length);
        }

        /** Half of an answer; then the line stays open until the caller hangs up. */
        static Answer half(int status, Map<String, String> headers, byte[] body) {
            return new Answer(status, headers, body, body.length / 2);
        }
    }

    /** Answers requests, each on a thread of its own. */
    interface Handler {
        Answer answer(Request request) throws InterruptedException;
    }

    private final ServerSocket server;
    private final Handler handler;

    PlainHttpServer(Handler handler) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        this.handler = handler;
    }

    void start() {
        Thread.ofVirtual().name("plain-http").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().name("plain-http-line").start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            int first = in.read();
            if (!Character.isLetter(first)) {
                refuseTls(socket);
                return;
            }
            Request request = read((char) first, in);
            write(request, handler.answer(request), socket);
        } catch (IOException _) {
            // The caller hung up.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuseTls(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        // What is unread when a socket is closed takes the answer with it.
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static Request read(char first, InputStream stream) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1));
        String[] words = (first + line(in)).split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Request(words[0], words[1], headers);
    }

    private static String line(BufferedReader in) throws IOException {
        return Optional.ofNullable(in.readLine())
                .orElseThrow(() -> new IOException("the caller hung up"));
    }

    private static void write(Request request, Answer answer, Socket socket) throws IOException {
        String headers =
                answer.headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining());
        String head =
                "HTTP/1.1 %d Words\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
                        .formatted(answer.status, answer.body.length, headers);
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            out.write(answer.body, 0, answer.stallsAt);
        }
        out.flush();
        if (answer.stallsAt < answer.body.length) {
            // Until the caller hangs up.
            socket.getInputStream().read();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
