package rtm.testkit;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
    private final Undertow server;

    /** Listens on a free port of the loopback address. */
    public OtlpReceiver() {
        server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                        .setHandler(exchange ->
                                exchange.getRequestReceiver().receiveFullBytes(this::take))
                        .build();
        server.start();
    }

    /** Where it is reached, for both protocols. */
    public String endpoint() {
        return "http://127.0.0.1:"
                + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private void take(HttpServerExchange exchange, byte[] body) {
        boolean grpc = exchange.getRequestPath().endsWith("/Export");
        keep(
                exchange.getRequestPath(),
                grpc
                        ? ByteBuffer.wrap(body, GRPC_PREFIX, body.length - GRPC_PREFIX).slice()
                        : ByteBuffer.wrap(body));
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

    private synchronized void keep(String path, ByteBuffer request) {
        ways.add(path);
        ProtoMessage message = ProtoMessage.parse(request);
        if (path.endsWith("/traces") || path.contains("TraceService")) {
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

    /** The paths that were asked, which tell the protocols apart. */
    public synchronized Set<String> ways() {
        return Set.copyOf(ways);
    }

    @Override
    public void close() {
        server.stop();
    }
}
