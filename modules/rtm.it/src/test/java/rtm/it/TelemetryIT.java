package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.it.otlp.OtlpReceiver;
import rtm.it.otlp.ReceivedPoint;
import rtm.it.otlp.ReceivedSpan;
import rtm.it.otlp.SpanTree;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.server.ServiceProcess;

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

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void aStartIsOneTraceFromItsEntryToItsResult(String protocol) throws Exception {
        String game = stage.newGame();
        String traceId = Traced.newTraceId();
        try (OtlpReceiver collector = new OtlpReceiver();
                ServiceProcess service =
                        stage.service(Traced.exporting(collector.endpoint(), protocol))) {
            Traced.addStartJob(stage, game, Stage.IMAGE, traceId);
            stage.results(game, 1);
            SpanTree tree =
                    Traced.awaitTree(
                            collector,
                            traceId,
                            "process runtime:start_jobs",
                            "publish runtime:job_results",
                            "publish runtime:health_events");
            Traced.show("a start by the stream, over " + protocol, tree);

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
                            "INSERT operation_log SELECT runtime_records SELECT operation_log",
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
        String traceId = Traced.newTraceId();
        try (OtlpReceiver collector = new OtlpReceiver();
                ServiceProcess service =
                        stage.service(Traced.exporting(collector.endpoint(), protocol))) {
            String path = "/api/v1/internal/runtimes/" + game;
            assertThat(Traced.start(service, path, traceId)).isEqualTo(200);
            SpanTree tree =
                    Traced.awaitTree(
                            collector,
                            traceId,
                            "POST /api/v1/internal/runtimes/{game_id}/start",
                            "publish runtime:health_events");
            Traced.show("a start over HTTP, over " + protocol, tree);

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
            Traced.show("the figures after one life, over " + protocol, figures.values());
            assertThat(collector.spans())
                    .extracting(ReceivedSpan::name)
                    .noneMatch(name -> name.contains("readyz") || name.contains("healthz"));
        }
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
                                "leader{}",
                                "dependency.up{dependency=postgres}",
                                "dependency.up{dependency=docker network}",
                                "games{health=stopped}",
                                "disk.free{path=" + stage.stateRoot() + "}",
                                "operations.in_progress{}",
                                "operations.oldest_age_ms{}",
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
}
