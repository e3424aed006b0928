package rtm.it.otlp;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * A collector of telemetry: takes OTLP over HTTP with Protocol Buffers, and over gRPC without TLS,
 * on one port, and keeps what it got.
 */
public final class OtlpReceiver implements AutoCloseable {

    /** In front of a message of gRPC: whether it is compressed, and its length. */
    private static final int GRPC_PREFIX = 5;

    private final List<ReceivedSpan> spans = new ArrayList<>();
    private final List<ReceivedPoint> points = new ArrayList<>();
    private final Set<String> ways = new TreeSet<>();
    private final String scheme;
    private final Undertow server;

    /** Listens on a free port of the loopback address. */
    public OtlpReceiver() {
        this("http", Undertow.builder().addHttpListener(0, "127.0.0.1"));
    }

    /** The same over TLS. */
    public OtlpReceiver(SSLContext certificate) {
        this("https", Undertow.builder().addHttpsListener(0, "127.0.0.1", certificate));
    }

    private OtlpReceiver(String scheme, Undertow.Builder builder) {
        this.scheme = scheme;
        server =
                builder.setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                        .setHandler(exchange ->
                                exchange.getRequestReceiver().receiveFullBytes(this::take))
                        .build();
        server.start();
    }

    /** Where it is reached, for both protocols. */
    public String endpoint() {
        return scheme
                + "://127.0.0.1:"
                + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private void take(HttpServerExchange exchange, byte[] body) {
        boolean grpc = exchange.getRequestPath().endsWith("/Export");
        boolean packed =
                grpc
                        ? body[0] == 1
                        : "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] message = grpc ? Arrays.copyOfRange(body, GRPC_PREFIX, body.length) : body;
        keep(
                exchange.getRequestPath() + (packed ? " gzip" : ""),
                ByteBuffer.wrap(packed ? unpacked(message) : message));
        if (grpc) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/grpc");
            HeaderMap trailers = new HeaderMap().put(new HttpString("grpc-status"), "0");
            exchange.putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
            exchange.getResponseSender().send(ByteBuffer.allocate(GRPC_PREFIX));
        } else {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/x-protobuf");
            exchange.endExchange();
        }
    }

    private static byte[] unpacked(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private synchronized void keep(String path, ByteBuffer request) {
        ways.add(path);
        ProtoMessage message = ProtoMessage.parse(request);
        if (path.contains("/traces") || path.contains("TraceService")) {
            spans.addAll(OtlpRequests.spans(message));
        } else {
            points.addAll(OtlpRequests.points(message));
        }
    }

    /** All spans so far. */
    public synchronized List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    /** All values so far, oldest first. */
    public synchronized List<ReceivedPoint> points() {
        return List.copyOf(points);
    }

    /** The paths that were asked, which tell the protocols apart, and whether it was compressed. */
    public synchronized Set<String> ways() {
        return Set.copyOf(ways);
    }

    @Override
    public void close() {
        server.stop();
    }
}
