package rtm.docker.api;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Sends requests to the daemon, each over a connection of its own: after a restart of Docker, a
 * kept connection would fail the first change, and nobody could know whether the change took
 * effect. A new connection to a local socket costs almost nothing.
 *
 * <p>docker-java's own transports read the head of an answer without a limit. Here a head has at
 * most 64 KiB, and a refusal as well. Other answers are limited by their reader.
 */
final class SocketTransport implements DockerHttpClient {

    private static final int MOST_CONNECTIONS = 64;
    private static final int LONGEST_REFUSAL = 64 * 1024;
    private static final int MOST_INTERIM_ANSWERS = 4;

    private final URI host;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS, true);

    /**
     * @param host {@code unix:///path/of/socket} or {@code tcp://host:port}
     */
    SocketTransport(URI host) {
        this.host = host;
    }

    /**
     * Sends a request on the caller's thread and waits for the head of the answer. An interrupt of
     * the thread closes the connection.
     *
     * @throws UncheckedIOException if the daemon cannot be reached, or the head does not arrive or
     *     is not HTTP
     */
    @Override
    public Response execute(Request request) {
        try {
            takePlace();
            SocketChannel channel = open();
            try {
                send(channel, request);
                InputStream in = new BufferedBytes(Channels.newInputStream(channel));
                AnswerHead head = head(in);
                return new Answer(head, body(head, in), channel, places);
            } catch (IOException | RuntimeException failed) {
                places.release();
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void takePlace() throws ClosedByInterruptException {
        try {
            places.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private SocketChannel open() throws IOException {
        try {
            return SocketChannel.open(address());
        } catch (IOException | RuntimeException failed) {
            places.release();
            throw failed;
        }
    }

    private SocketAddress address() throws UnknownHostException {
        if ("unix".equals(host.getScheme())) {
            return UnixDomainSocketAddress.of(host.getPath());
        }
        InetSocketAddress address = new InetSocketAddress(host.getHost(), host.getPort());
        if (address.isUnresolved()) {
            throw new UnknownHostException(host.getHost());
        }
        return address;
    }

    private void send(SocketChannel channel, Request request) throws IOException {
        byte[] body = Optional.ofNullable(request.bodyBytes()).orElseGet(() -> new byte[0]);
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("Host", Optional.ofNullable(host.getAuthority()).orElse("docker"));
        headers.put("Connection", "close");
        if (body.length > 0 || !request.method().equals("GET")) {
            headers.put("Content-Length", Integer.toString(body.length));
        }
        StringBuilder head = new StringBuilder(request.method() + " " + request.path());
        head.append(" HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(body);
        ByteBuffer bytes = ByteBuffer.wrap(whole.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static AnswerHead head(InputStream in) throws IOException {
        for (int i = 0; i < MOST_INTERIM_ANSWERS; i++) {
            AnswerHead head = AnswerHead.read(in);
            if (!head.interim()) {
                return head;
            }
        }
        throw new UnreadableAnswerException("it never begins", null);
    }

    private static InputStream body(AnswerHead head, InputStream in) throws IOException {
        InputStream body = framed(head, in);
        return head.refusal() ? new SizedBody(body, LONGEST_REFUSAL, false) : body;
    }

    private static InputStream framed(AnswerHead head, InputStream in) throws IOException {
        if (head.bodiless()) {
            return InputStream.nullInputStream();
        }
        if (head.first("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return new ChunkedBody(in);
        }
        Optional<Long> length = head.contentLength();
        return length.isPresent() ? new SizedBody(in, length.orElseThrow(), true) : in;
    }

    /** Nothing is kept open between calls. */
    @Override
    public void close() {}
}
