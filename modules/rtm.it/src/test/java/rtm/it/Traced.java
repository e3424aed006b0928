package rtm.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import rtm.it.otlp.OtlpReceiver;
import rtm.it.otlp.ReceivedSpan;
import rtm.it.otlp.SpanTree;
import rtm.testkit.server.ServiceProcess;

/** Requests that are part of a trace, and the trace as a collector got it. */
final class Traced {

    private Traced() {}

    /** The variables of a service that exports to a collector, soon. */
    static Map<String, String> exporting(String endpoint, String protocol) {
        return Map.of(
                "OTEL_TRACES_EXPORTER", "otlp",
                "OTEL_METRICS_EXPORTER", "otlp",
                "OTEL_EXPORTER_OTLP_PROTOCOL", protocol,
                "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "OTEL_METRIC_EXPORT_INTERVAL", "500");
    }

    /** A trace of its own for each test. */
    static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Adds a start job whose entry names a trace. */
    static void addStartJob(Stage stage, String game, String image, String traceId) {
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

    /** Starts a game over HTTP within a trace. */
    static int start(ServiceProcess service, String path, String traceId)
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

    /** The spans of a trace, once there are some of these names. */
    static SpanTree awaitTree(OtlpReceiver collector, String traceId, String... names) {
        await("the spans " + List.of(names))
                .atMost(Stage.PATIENCE)
                .until(() ->
                        SpanTree.of(collector.spans(), traceId).spans().stream()
                                .map(ReceivedSpan::name)
                                .toList()
                                .containsAll(List.of(names)));
        return SpanTree.of(collector.spans(), traceId);
    }

    /** Prints what is worth a look. */
    static void show(String what, Object shown) {
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
