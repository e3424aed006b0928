package rtm.main;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;

/**
 * OpenTelemetry, as the standard {@code OTEL_*} variables say. With nothing to export, the SDK is
 * not even loaded.
 */
final class Telemetry implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);
    private static final String NONE = "none";
    private static final Log LOG = Log.of(Telemetry.class);

    private final OpenTelemetry api;
    private final String traces;
    private final String metrics;

    private Telemetry(OpenTelemetry api, String traces, String metrics) {
        this.api = api;
        this.traces = traces;
        this.metrics = metrics;
    }

    /**
     * Sets telemetry up; a collector that cannot be reached is no error.
     *
     * @throws BootFailure in words, if a variable holds what the SDK does not know
     */
    static Telemetry open(Map<String, String> environment, TelemetrySettings settings) {
        String traces =
                exporters(environment, "OTEL_TRACES_EXPORTER", settings.tracesOnStandardOutput());
        String metrics =
                exporters(environment, "OTEL_METRICS_EXPORTER", settings.metricsOnStandardOutput());
        boolean disabled = "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"));
        if (disabled || (traces.equals(NONE) && metrics.equals(NONE))) {
            return new Telemetry(OpenTelemetry.noop(), NONE, NONE);
        }
        return new Telemetry(sdk(traces, metrics), traces, metrics);
    }

    private static OpenTelemetry sdk(String traces, String metrics) {
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .setComponentLoader(new OtelComponentLoader())
                    .disableShutdownHook()
                    .addPropertiesSupplier(() ->
                            Map.of(
                                    "otel.service.name",
                                    "galaxy-rtmanager",
                                    "otel.logs.exporter",
                                    NONE))
                    .addPropertiesCustomizer(_ ->
                            Map.of(
                                    "otel.traces.exporter", traces,
                                    "otel.metrics.exporter", metrics))
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException wrong) {
            throw new BootFailure("telemetry: " + wrong.getMessage());
        }
    }

    /** Nothing named means none; stdout and console mean the same. */
    private static String exporters(
            Map<String, String> environment, String variable, boolean alsoOnStandardOutput) {
        Map<String, String> words = new HashMap<>(Map.of("stdout", "console", "", NONE));
        Set<String> named = new LinkedHashSet<>();
        Arrays.stream(environment.getOrDefault(variable, "").split(",", -1))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .map(word -> words.getOrDefault(word, word))
                .forEach(named::add);
        if (alsoOnStandardOutput) {
            named.add("console");
        }
        if (named.size() > 1) {
            named.remove(NONE);
        }
        return String.join(",", named);
    }

    /** What the modules instrument themselves with. */
    OpenTelemetry api() {
        return api;
    }

    /** What is exported, in words. */
    String summary() {
        return "traces=%s metrics=%s".formatted(traces, metrics);
    }

    /** Tells what is exported. */
    void tell() {
        LOG.info(
                "telemetry exporter started",
                Pair.of("traces", traces),
                Pair.of("metrics", metrics));
    }

    /** Sends what is left, within a bound. */
    @Override
    public void close() {
        if (api instanceof OpenTelemetrySdk sdk) {
            sdk.shutdown().join(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
