package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.testkit.DescribedMetric;
import rtm.testkit.DockerGate;
import rtm.testkit.LoopbackRegistry;
import rtm.testkit.OtlpReceiver;
import rtm.testkit.ReceivedPoint;
import rtm.testkit.ReceivedSpan;
import rtm.testkit.ServiceProcess;
import rtm.testkit.SpanTree;

/** What the packaged program tells a collector: one trace a request, and the figures. */
final class TelemetryIT {

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void clear() {
        stage.close();
    }

    static Map<String, String> exporting(String endpoint, String protocol) {
        return Map.of(
                "OTEL_TRACES_EXPORTER", "otlp",
                "OTEL_METRICS_EXPORTER", "otlp",
                "OTEL_EXPORTER_OTLP_PROTOCOL", protocol,
                "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "OTEL_METRIC_EXPORT_INTERVAL", "500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void aStartIsOneTraceFromItsEntryToItsResult(String protocol) throws Exception {
        String game = stage.newGame();
        String traceId = newTraceId();
        try (OtlpReceiver collector = new OtlpReceiver();
                ServiceProcess service = stage.service(exporting(collector.endpoint(), protocol))) {
            addStartJob(game, traceId);
            stage.results(game, 1);
            SpanTree tree =
                    awaitTree(
                            collector,
                            traceId,
                            "process runtime:start_jobs",
                            "publish runtime:job_results",
                            "publish runtime:health_events");
            show("a start by the stream, over " + protocol, tree);

            assertThat(tree.tops())
                    .singleElement()
                    .satisfies(top -> {
                        assertThat(top.name()).isEqualTo("process runtime:start_jobs");
                        assertThat(top.kindInWords()).isEqualTo("consumer");
                        assertThat(top.parentId()).isEqualTo("00f067aa0ba902b7");
                        assertThat(top.attributes())
                                .containsEntry("rtmanager.game_id", game)
                                .containsEntry("rtmanager.outcome", "success");
                        assertThat(top.resource())
                                .containsEntry("service.name", "galaxy-rtmanager")
                                .containsKeys("service.version", "service.instance.id");
                    });
            assertThat(tree.below(tree.tops().getFirst()))
                    .extracting(ReceivedSpan::name)
                    .contains(
                            "wait for game",
                            "EVALSHA take_lease",
                            "INSERT operation_log SELECT runtime_records",
                            "docker list containers",
                            "docker inspect image",
                            "docker create container",
                            "docker start container",
                            "UPDATE operation_log",
                            "INSERT runtime_records",
                            "INSERT outbox",
                            "COMMIT",
                            "publish runtime:job_results",
                            "publish runtime:health_events");
            assertThat(stage.operations(game).getFirst().get("traceparent")).contains(traceId);
            assertThat(service.log())
                    .filteredOn(line ->
                            line.contains("operation succeeded")
                                    && line.contains("game_id=" + game + " "))
                    .singleElement()
                    .asString()
                    .contains("trace_id=" + traceId);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void aCallJoinsTheTraceOfItsCallerAndTheFiguresFollow(String protocol) throws Exception {
        String game = stage.newGame();
        String traceId = newTraceId();
        try (OtlpReceiver collector = new OtlpReceiver();
                ServiceProcess service = stage.service(exporting(collector.endpoint(), protocol))) {
            String path = "/api/v1/internal/runtimes/" + game;
            assertThat(start(service, path, traceId)).isEqualTo(200);
            SpanTree tree =
                    awaitTree(
                            collector,
                            traceId,
                            "POST /api/v1/internal/runtimes/{game_id}/start",
                            "publish runtime:health_events");
            show("a start over HTTP, over " + protocol, tree);

            assertThat(tree.tops())
                    .singleElement()
                    .satisfies(top ->
                            assertThat(top.attributes())
                                    .containsEntry("http.request.method", "POST")
                                    .containsEntry(
                                            "http.route",
                                            "/api/v1/internal/runtimes/{game_id}/start")
                                    .containsEntry("http.response.status_code", "200")
                                    .containsEntry("url.path", path + "/start")
                                    .containsEntry("url.scheme", "http"));
            assertThat(tree.spans())
                    .filteredOn(span -> span.name().startsWith("INSERT runtime_records"))
                    .singleElement()
                    .satisfies(span ->
                            assertThat(span.attributes())
                                    .containsEntry("db.system.name", "postgresql")
                                    .containsEntry("db.operation.name", "INSERT")
                                    .containsEntry("db.collection.name", "runtime_records"));
            service.post(path + "/stop", "{\"reason\":\"admin_request\"}");
            stage.startJob(game, "galaxy/none at all");
            stage.results(game, 1);
            Map<String, ReceivedPoint> figures = awaitFigures(collector);
            show("the figures after one life, over " + protocol, figures.values());
            assertThat(collector.spans())
                    .extracting(ReceivedSpan::name)
                    .noneMatch(name -> name.contains("readyz") || name.contains("healthz"));
        }
    }

    @Test
    void thePullAndTheQuestionToLobbyAreInTheTraceOfTheStart() throws Exception {
        String game = stage.newGame();
        String traceId = newTraceId();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer lobby = lobby(told);
        try (OtlpReceiver collector = new OtlpReceiver();
                LoopbackRegistry registry = LoopbackRegistry.start()) {
            Map<String, String> changes = new HashMap<>(exporting(collector.endpoint(), "grpc"));
            changes.put(
                    "RTMANAGER_LOBBY_INTERNAL_BASE_URL",
                    "http://127.0.0.1:" + lobby.getAddress().getPort());
            try (ServiceProcess _ = stage.service(changes)) {
                addStartJob(
                        game, registry.add("galaxy/traced", "1.0.0", Map.of()).value(), traceId);
                stage.results(game, 1);
                SpanTree tree =
                        awaitTree(
                                collector,
                                traceId,
                                "docker pull image",
                                "GET",
                                "process runtime:start_jobs");
                show("a start that pulls, with Lobby", tree);

                assertThat(tree.spans())
                        .filteredOn(span -> span.name().equals("GET"))
                        .singleElement()
                        .satisfies(span -> {
                            assertThat(span.attributes())
                                    .containsEntry("http.response.status_code", "404");
                            assertThat(told.take()).contains(traceId).contains(span.id());
                        });
                assertThat(tree.below(job(tree)))
                        .extracting(ReceivedSpan::name)
                        .contains("docker pull image", "GET");
            }
        } finally {
            lobby.stop(0);
        }
    }

    private static ReceivedSpan job(SpanTree tree) {
        return tree.spans().stream()
                .filter(span -> span.name().equals("process runtime:start_jobs"))
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
        String traceId = newTraceId();
        String finishing = byStream ? "process runtime:start_jobs" : "finish start";
        try (OtlpReceiver collector = new OtlpReceiver();
                DockerGate gate = new DockerGate(Path.of("/var/run/docker.sock"))) {
            DockerGate.Hold hold = gate.holdAfter("^POST \\S*/containers/[0-9a-f]+/start");
            Map<String, String> exporting = new HashMap<>(exporting(collector.endpoint(), "grpc"));
            exporting.put("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket());
            try (ServiceProcess first = stage.service(exporting)) {
                if (byStream) {
                    addStartJob(game, traceId);
                } else {
                    Thread.ofVirtual()
                            .name("caller")
                            .start(() -> startAndBeCutOff(first, path, traceId));
                }
                hold.awaitReached();
                first.kill();
            }
            hold.release();
            try (ServiceProcess second = stage.service(exporting(collector.endpoint(), "grpc"))) {
                SpanTree tree =
                        awaitTree(collector, traceId, finishing, "publish runtime:health_events");
                show("a start whose process died", tree);

                assertThat(second.get(path).body()).contains("\"status\":\"running\"");
                ReceivedSpan top =
                        tree.spans().stream()
                                .filter(span -> span.name().equals(finishing))
                                .findFirst()
                                .orElseThrow();
                assertThat(top.parentId()).isNotEqualTo("00f067aa0ba902b7").isNotEmpty();
                assertThat(tree.below(top))
                        .extracting(ReceivedSpan::name)
                        .contains("COMMIT", "publish runtime:health_events");
            }
        }
    }

    private static void startAndBeCutOff(ServiceProcess service, String path, String traceId) {
        try {
            start(service, path, traceId);
        } catch (IOException expected) {
            // The process is killed.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void addStartJob(String game, String traceId) {
        addStartJob(game, Stage.IMAGE, traceId);
    }

    private static void addStartJob(String game, String image, String traceId) {
        stage.redis()
                .xadd(
                        "runtime:start_jobs",
                        Map.of(
                                "game_id",
                                game,
                                "image_ref",
                                image,
                                "requested_at_ms",
                                "1714081234567",
                                "traceparent",
                                "00-" + traceId + "-00f067aa0ba902b7-01"));
    }

    private static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static int start(ServiceProcess service, String path, String traceId)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:%d%s/start"
                                                            .formatted(service.port(), path)))
                                    .header("Content-Type", "application/json")
                                    .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"image_ref\":\"%s\"}"
                                                            .formatted(Stage.IMAGE)))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static SpanTree awaitTree(OtlpReceiver collector, String traceId, String... names) {
        await("the spans " + List.of(names))
                .atMost(Stage.PATIENCE)
                .until(() ->
                        SpanTree.of(collector.spans(), traceId).spans().stream()
                                .map(ReceivedSpan::name)
                                .toList()
                                .containsAll(List.of(names)));
        return SpanTree.of(collector.spans(), traceId);
    }

    /** The last value of each metric and its attributes, once all that are due are there. */
    private static Map<String, ReceivedPoint> awaitFigures(OtlpReceiver collector) {
        List<String> due =
                Stream.of(
                                "runtime_records_by_status{status=stopped}",
                                "docker_op_latency{op=start_container, outcome=success}",
                                "health_events{event_type=container_started}",
                                "operations{error_code=, op_kind=start, op_source=admin_rest,"
                                        + " outcome=success}",
                                "operations{error_code=, op_kind=stop, op_source=admin_rest,"
                                        + " outcome=success}",
                                "operations{error_code=start_config_invalid, op_kind=start,"
                                        + " op_source=lobby_stream, outcome=failure}",
                                "start_jobs.oldest_unprocessed_age_ms{}",
                                "stop_jobs.oldest_unprocessed_age_ms{}",
                                "outbox.pending{}",
                                "outbox.oldest_age_ms{}",
                                "lease.wait{outcome=claimed}")
                        .map(name -> "rtmanager." + name)
                        .toList();
        await("the figures")
                .atMost(Stage.PATIENCE)
                .untilAsserted(() -> assertThat(last(collector).keySet()).containsAll(due));
        Map<String, ReceivedPoint> figures = last(collector);
        assertThat(figures.values())
                .allSatisfy(point -> {
                    assertThat(point.unit()).isNotEmpty();
                    assertThat(point.description()).isNotEmpty();
                    assertThat(DescribedMetric.documented())
                            .anyMatch(promised ->
                                    promised.name().equals(point.metric())
                                            && promised.unit().equals(point.unit())
                                            && promised.attributes()
                                                    .equals(point.attributes().keySet()));
                });
        return figures;
    }

    private static Map<String, ReceivedPoint> last(OtlpReceiver collector) {
        Map<String, ReceivedPoint> last = new TreeMap<>();
        collector.points().stream()
                .filter(point -> point.metric().startsWith("rtmanager."))
                .forEach(point -> last.put(point.metric() + point.attributes(), point));
        return last;
    }

    private static void show(String what, Object shown) {
        String text =
                shown instanceof Iterable<?> lines
                        ? String.join("\n", strings(lines))
                        : shown.toString();
        System.out.printf("%n== %s%n%s%n", what, text);
    }

    private static List<String> strings(Iterable<?> lines) {
        List<String> strings = new ArrayList<>();
        lines.forEach(line -> strings.add(line.toString()));
        return strings;
    }
}
