package rtm.main.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.BootId;
import rtm.main.settings.TelemetrySettings;

/**
 * OpenTelemetry, configured by the standard {@code OTEL_*} variables. If nothing is exported, the
 * SDK is not even loaded.
 */
public final class Telemetry implements AutoCloseable {

    private static final String NONE = "none";
    private static final String TRACES = "OTEL_TRACES_EXPORTER";
    private static final String METRICS = "OTEL_METRICS_EXPORTER";
    private static final Log LOG = Log.of(Telemetry.class);

    private final OpenTelemetry api;
    private final Optional<OpenTelemetrySdk> sdk;
    private final String traces;
    private final String metrics;
    private final Duration patience;
    private final List<String> withoutEffect;

    private Telemetry(
            OpenTelemetry api,
            Optional<OpenTelemetrySdk> sdk,
            String traces,
            String metrics,
            Duration patience,
            List<String> withoutEffect) {
        this.withoutEffect = withoutEffect;
        this.api = api;
        this.sdk = sdk;
        this.traces = traces;
        this.metrics = metrics;
        this.patience = patience;
    }

    /**
     * Sets up telemetry; an unreachable collector is no error.
     *
     * @param process identifies this process in exported data
     * @param patience how long closing may take to send the remaining data
     * @throws BootFailure if the SDK does not accept a variable's value
     */
    public static Telemetry open(
            Map<String, String> environment,
            TelemetrySettings settings,
            BootId process,
            Duration patience) {
        String traces = exporters(environment, TRACES, settings.tracesOnStandardOutput());
        String metrics = exporters(environment, METRICS, settings.metricsOnStandardOutput());
        boolean disabled = "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"));
        if (disabled || (traces.equals(NONE) && metrics.equals(NONE))) {
            return new Telemetry(
                    OpenTelemetry.noop(),
                    Optional.empty(),
                    NONE,
                    NONE,
                    patience,
                    disabled ? List.of() : withoutEffect(environment));
        }
        OpenTelemetrySdk sdk = TelemetrySdk.build(environment, traces, metrics, process);
        if (traces.equals(NONE)) {
            return new Telemetry(
                    new MetricsOnly(sdk), Optional.of(sdk), traces, metrics, patience, List.of());
        }
        Log.addTrace(Telemetry::traceId);
        return new Telemetry(sdk, Optional.of(sdk), traces, metrics, patience, List.of());
    }

    private static Optional<String> traceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty();
    }

    /** Without a name, nothing is exported; stdout and console are synonyms. */
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

    /**
     * The variables that set a destination although no exporter is named. Other programs export
     * then; this service does not. An explicit {@code none} is respected.
     */
    private static List<String> withoutEffect(Map<String, String> environment) {
        return isSet(environment, TRACES) || isSet(environment, METRICS)
                ? List.of()
                : environment.keySet().stream()
                        .filter(name -> name.startsWith("OTEL_EXPORTER_"))
                        .filter(name -> isSet(environment, name))
                        .sorted()
                        .toList();
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /** The API with which the modules instrument themselves. */
    public OpenTelemetry api() {
        return api;
    }

    /** Whether metrics are exported; otherwise gauges are not needed. */
    public boolean exportsMetrics() {
        return !metrics.equals(NONE);
    }

    /** The exporters, in words. */
    public String summary() {
        return "traces=%s metrics=%s".formatted(traces, metrics);
    }

    /** The variables without effect, because no exporter is named. */
    public List<String> withoutEffect() {
        return withoutEffect;
    }

    /** Logs what is exported. */
    public void log() {
        if (!withoutEffect.isEmpty()) {
            LOG.warn(
                    "nothing is exported: neither OTEL_TRACES_EXPORTER nor"
                            + " OTEL_METRICS_EXPORTER names an exporter",
                    LogField.of("without_effect", String.join(",", withoutEffect)));
        }
        LOG.info(
                "telemetry exporter started",
                LogField.of("traces", traces),
                LogField.of("metrics", metrics));
    }

    /**
     * Sends the remaining data within a time limit; what the collector has not accepted by then is
     * lost.
     */
    @Override
    public void close() {
        Log.addTrace(Optional::empty);
        if (sdk.isPresent() && !isSent(sdk.get())) {
            LOG.warn(
                    "telemetry could not be flushed",
                    LogField.of("patience_ms", patience.toMillis()));
        }
    }

    /** On its own thread, because the SDK itself waits for a running export without a limit. */
    private boolean isSent(OpenTelemetrySdk sending) {
        FutureTask<Boolean> end =
                new FutureTask<>(() ->
                        sending.shutdown()
                                .join(patience.toMillis(), TimeUnit.MILLISECONDS)
                                .isSuccess());
        Thread.ofPlatform().daemon().name("telemetry-close").start(end);
        try {
            return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notSent) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Only metrics: no spans are created just to be dropped. */
    private record MetricsOnly(OpenTelemetrySdk sdk) implements OpenTelemetry {
        @Override
        public TracerProvider getTracerProvider() {
            return TracerProvider.noop();
        }

        @Override
        public MeterProvider getMeterProvider() {
            return sdk.getMeterProvider();
        }

        @Override
        public ContextPropagators getPropagators() {
            return ContextPropagators.noop();
        }
    }
}
