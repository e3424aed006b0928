package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** What the packaged program prints of its traces and metrics, and where else it sends them. */
final class ConsoleTelemetryIT {

    /** Standard output alone, in which no line of the log is. */
    private static final List<String> ONLY_OUTPUT =
            List.of("sh", "-c", "exec \"$@\" 2>/dev/null", "only-output");

    private static final Map<String, String> SOON =
            Map.of(
                    "OTEL_SERVICE_NAME", "named-by-the-test",
                    "OTEL_BSP_SCHEDULE_DELAY", "100",
                    "OTEL_METRIC_EXPORT_INTERVAL", "300");

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
    @Shows({"OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER", "OTEL_SERVICE_NAME"})
    void tracesAndMetricsAreLinesOnStandardOutputIfAnExporterIsNamedSo() throws Exception {
        printed(
                Map.of(
                        "OTEL_TRACES_EXPORTER", "console",
                        "OTEL_METRICS_EXPORTER", "stdout"));
    }

    @Test
    @Shows({"RTMANAGER_OTEL_STDOUT_TRACES_ENABLED", "RTMANAGER_OTEL_STDOUT_METRICS_ENABLED"})
    void tracesAndMetricsAreLinesOnStandardOutputIfItIsSet() throws Exception {
        printed(
                Map.of(
                        "RTMANAGER_OTEL_STDOUT_TRACES_ENABLED", "true",
                        "RTMANAGER_OTEL_STDOUT_METRICS_ENABLED", "true",
                        "RTMANAGER_LOG_LEVEL", "error"));
    }

    private static void printed(Map<String, String> changes) throws Exception {
        String game = stage.newGame();
        try (ServiceProcess service = stage.launchBy(ONLY_OUTPUT, with(changes))) {
            stage.startJob(game, Stage.IMAGE);
            stage.results(game, 1);

            service.awaitLine(
                    "LoggingMetricExporter",
                    "service.name=\"named-by-the-test\"",
                    "rtmanager.outbox.pending");
            service.awaitLine("LoggingSpanExporter", "process runtime:start_jobs", game);
            assertThat(service.log())
                    .allMatch(line ->
                            line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z Logging\\w+Exporter .+"));
        }
    }

    @Test
    @Shows("OTEL_SDK_DISABLED")
    void nothingIsPrintedIfTheSdkIsDisabled() throws Exception {
        try (ServiceProcess service =
                stage.service(
                        with(
                                Map.of(
                                        "OTEL_SDK_DISABLED", "true",
                                        "OTEL_METRICS_EXPORTER", "console")))) {
            service.awaitLine("telemetry exporter started", "traces=none metrics=none");
        }
    }

    @Test
    @Shows({"OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_ENDPOINT"})
    void metricsGoWhereAndHowItIsSet() throws Exception {
        BlockingQueue<String> posted = new LinkedBlockingQueue<>();
        HttpServer collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    posted.add(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        collector.start();
        try (ServiceProcess _ =
                stage.service(
                        with(
                                Map.of(
                                        "OTEL_METRICS_EXPORTER", "otlp",
                                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                                                "http://127.0.0.1:"
                                                        + collector.getAddress().getPort())))) {
            assertThat(posted.poll(30, TimeUnit.SECONDS)).isEqualTo("/v1/metrics");
        } finally {
            collector.stop(0);
        }
    }

    private static Map<String, String> with(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(SOON);
        all.putAll(changes);
        return all;
    }
}
