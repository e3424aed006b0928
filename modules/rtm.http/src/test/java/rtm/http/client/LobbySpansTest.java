package rtm.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.model.GameId;

/** A question to Lobby is part of the trace of the operation that asks it. */
class LobbySpansTest {

    private static final GameId GAME = new GameId("g1");

    private final BlockingQueue<SpanData> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> traceparents = new LinkedBlockingQueue<>();
    private final OpenTelemetrySdk telemetry =
            OpenTelemetrySdk.builder()
                    .setTracerProvider(
                            SdkTracerProvider.builder()
                                    .addSpanProcessor(SimpleSpanProcessor.create(exporter()))
                                    .build())
                    .setPropagators(
                            ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build();
    private final Tracer tracer = telemetry.getTracer("test");
    private HttpServer lobby;

    @BeforeEach
    void open() throws Exception {
        lobby = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lobby.createContext(
                "/",
                exchange -> {
                    String told = exchange.getRequestHeaders().getFirst("traceparent");
                    traceparents.add(told == null ? "none" : told);
                    exchange.sendResponseHeaders(
                            exchange.getRequestURI().getPath().startsWith("/sick") ? 503 : 200, -1);
                    exchange.close();
                });
        lobby.start();
    }

    @AfterEach
    void close() {
        lobby.stop(0);
        telemetry.close();
    }

    private String base(String path) {
        return "http://127.0.0.1:" + lobby.getAddress().getPort() + path;
    }

    private LobbyClient client(String base) {
        return new LobbyClient(
                new LobbySettings(Optional.of(URI.create(base)), Duration.ofSeconds(2)), telemetry);
    }

    @Test
    void lobbyIsToldOfTheTraceAndTheAnswerIsSeen() throws Exception {
        Span operation = tracer.spanBuilder("start").startSpan();
        try (LobbyClient client = client(base(""));
                Scope _ = operation.makeCurrent()) {
            client.lookUp(GAME);

            SpanData span = next();
            assertThat(span.getName()).isEqualTo("GET");
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getParentSpanId()).isEqualTo(operation.getSpanContext().getSpanId());
            assertThat(shown(span))
                    .contains("http.request.method=GET")
                    .contains("http.response.status_code=200")
                    .contains("server.address=127.0.0.1")
                    .contains("server.port=" + lobby.getAddress().getPort())
                    .contains("url.full=" + base("/api/v1/internal/games/g1"));
            assertThat(traceparents.take())
                    .startsWith("00-%s-%s-0".formatted(span.getTraceId(), span.getSpanId()));
        } finally {
            operation.end();
        }
    }

    @Test
    void aRefusalIsAnErrorOfTheSpanOnly() throws Exception {
        Span operation = tracer.spanBuilder("start").startSpan();
        try (LobbyClient client = client(base("/sick"));
                Scope _ = operation.makeCurrent()) {
            client.lookUp(GAME);

            SpanData span = next();
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(shown(span)).contains("error.type=503");
        } finally {
            operation.end();
        }
    }

    @Test
    void aLobbyThatIsAwayIsAnErrorOfTheSpanOnly() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Span operation = tracer.spanBuilder("start").startSpan();
        try (LobbyClient client = client("http://127.0.0.1:" + free);
                Scope _ = operation.makeCurrent()) {
            client.lookUp(GAME);

            SpanData span = next();
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(shown(span)).contains("error.type=java.net.ConnectException");
        } finally {
            operation.end();
        }
    }

    @Test
    void outsideOfATraceThereIsNoSpanAndLobbyIsToldOfNone() throws Exception {
        try (LobbyClient client = client(base(""))) {
            client.lookUp(GAME);

            assertThat(traceparents.take()).isEqualTo("none");
        }
        assertThat(ended).isEmpty();
    }

    private SpanData next() throws InterruptedException {
        return Optional.ofNullable(ended.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    private static String shown(SpanData span) {
        return span.getAttributes().toString().replace("\"", "");
    }

    private SpanExporter exporter() {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                ended.addAll(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
