package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.it.otlp.OtlpReceiver;
import rtm.it.otlp.ReceivedSpan;
import rtm.it.otlp.SpanTree;
import rtm.it.server.DockerGate;
import rtm.it.server.LoopbackRegistry;
import rtm.testkit.server.ServiceProcess;

/** How far a trace reaches: to a registry, to Lobby, and into the next process. */
final class TraceReachIT {

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void clear() {
        stage.close();
    }

    @Test
    void thePullAndTheQuestionToLobbyAreInTheTraceOfTheStart() throws Exception {
        String game = stage.newGame();
        String traceId = Traced.newTraceId();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer lobby = lobby(told);
        try (OtlpReceiver collector = new OtlpReceiver();
                LoopbackRegistry registry = LoopbackRegistry.start()) {
            Map<String, String> changes =
                    new HashMap<>(Traced.exporting(collector.endpoint(), "grpc"));
            changes.put(
                    "RTMANAGER_LOBBY_INTERNAL_BASE_URL",
                    "http://127.0.0.1:" + lobby.getAddress().getPort());
            String image = registry.add("galaxy/traced", "1.0.0", Map.of()).value();
            try (ServiceProcess _ = stage.service(changes)) {
                Traced.addStartJob(stage, game, image, traceId);
                stage.results(game, 1);
                SpanTree tree =
                        Traced.awaitTree(
                                collector,
                                traceId,
                                "docker pull image",
                                "GET",
                                "process runtime:start_jobs");
                stage.onEngine("image", "rm", image);
                Traced.show("a start that pulls, with Lobby", tree);

                assertThat(tree.spans())
                        .filteredOn(span -> span.name().equals("GET"))
                        .singleElement()
                        .satisfies(span -> {
                            assertThat(span.attributes())
                                    .containsEntry("http.response.status_code", "404");
                            assertThat(told.take()).contains(traceId).contains(span.id());
                        });
                assertThat(tree.below(named(tree, "process runtime:start_jobs")))
                        .extracting(ReceivedSpan::name)
                        .contains("docker pull image", "GET");
            }
        } finally {
            lobby.stop(0);
        }
    }

    private static ReceivedSpan named(SpanTree tree, String name) {
        return tree.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A Lobby that knows no game, and keeps what it is told of traces. */
    private static HttpServer lobby(BlockingQueue<String> told) throws IOException {
        HttpServer lobby =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lobby.createContext(
                "/",
                exchange -> {
                    told.add(exchange.getRequestHeaders().getFirst("traceparent"));
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        lobby.start();
        return lobby;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTraceGoesOnWhereAProcessThatDiedLeftIt(boolean byStream) throws Exception {
        String game = stage.newGame();
        String path = "/api/v1/internal/runtimes/" + game;
        String traceId = Traced.newTraceId();
        String finishing = byStream ? "process runtime:start_jobs" : "finish start";
        try (OtlpReceiver collector = new OtlpReceiver();
                DockerGate gate = new DockerGate(Path.of("/var/run/docker.sock"))) {
            DockerGate.Hold hold = gate.holdAfter("^POST \\S*/containers/[0-9a-f]+/start");
            Map<String, String> exporting =
                    new HashMap<>(Traced.exporting(collector.endpoint(), "grpc"));
            exporting.put("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket());
            try (ServiceProcess first = stage.service(exporting)) {
                if (byStream) {
                    Traced.addStartJob(stage, game, Stage.IMAGE, traceId);
                } else {
                    Thread.ofVirtual()
                            .name("caller")
                            .start(() -> startAndBeCutOff(first, path, traceId));
                }
                hold.awaitReached();
                first.kill();
            }
            hold.release();
            try (ServiceProcess second =
                    stage.service(Traced.exporting(collector.endpoint(), "grpc"))) {
                SpanTree tree =
                        Traced.awaitTree(
                                collector, traceId, finishing, "publish runtime:health_events");
                Traced.show("a start whose process died", tree);

                assertThat(second.get(path).body()).contains("\"status\":\"running\"");
                ReceivedSpan top = named(tree, finishing);
                assertThat(top.parentId()).isNotEqualTo("00f067aa0ba902b7").isNotEmpty();
                assertThat(tree.below(top))
                        .extracting(ReceivedSpan::name)
                        .contains("COMMIT", "publish runtime:health_events");
            }
        }
    }

    private static void startAndBeCutOff(ServiceProcess service, String path, String traceId) {
        try {
            Traced.start(service, path, traceId);
        } catch (IOException expected) {
            // The process is killed.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
