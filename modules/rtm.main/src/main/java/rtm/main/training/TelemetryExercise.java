package rtm.main.training;

import static rtm.main.training.Training.expect;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import rtm.main.OtelComponentLoader;

/** Exports a span and a counter to a collector, over one of the protocols of OTLP. */
final class TelemetryExercise implements Training.Exercise {

    private static final Set<String> PATHS_OF_GRPC =
            Set.of(
                    "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
                    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");
    private static final Set<String> PATHS_OF_HTTP = Set.of("/v1/traces", "/v1/metrics");

    private final String protocol;
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    TelemetryExercise(String protocol) {
        this.protocol = protocol;
    }

    @Override
    public void run() {
        Undertow collector =
                Undertow.builder()
                        .setIoThreads(1)
                        .setWorkerThreads(1)
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                        .addHttpListener(0, "127.0.0.1", this::collect)
                        .build();
        collector.start();
        try {
            var address = (InetSocketAddress) collector.getListenerInfo().getFirst().getAddress();
            export("http://127.0.0.1:" + address.getPort());
        } finally {
            collector.stop();
        }
        expect(protocol.equals("grpc") ? PATHS_OF_GRPC : PATHS_OF_HTTP, received);
    }

    private void collect(HttpServerExchange exchange) {
        received.add(exchange.getRequestPath());
        exchange.getResponseHeaders().put(HttpString.tryFromString("grpc-status"), "0");
        exchange.endExchange();
    }

    private void export(String endpoint) {
        Map<String, String> settings =
                Map.of(
                        "otel.exporter.otlp.endpoint", endpoint,
                        "otel.exporter.otlp.protocol", protocol,
                        "otel.exporter.otlp.timeout", "5000",
                        "otel.logs.exporter", "none",
                        "otel.service.name", "galaxy-rtmanager");
        OpenTelemetrySdk sdk =
                AutoConfiguredOpenTelemetrySdk.builder()
                        .setComponentLoader(new OtelComponentLoader())
                        .addPropertiesSupplier(() -> settings)
                        .disableShutdownHook()
                        .build()
                        .getOpenTelemetrySdk();
        Span span = sdk.getTracer("training").spanBuilder("start").startSpan();
        span.end();
        sdk.getMeter("training").counterBuilder("operations").build().add(1);
        sdk.shutdown().join(10, TimeUnit.SECONDS);
    }
}
