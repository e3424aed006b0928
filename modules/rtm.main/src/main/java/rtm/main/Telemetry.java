package rtm.main;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.BootId;

/**
 * OpenTelemetry, as the standard {@code OTEL_*} variables say. With nothing to export, the SDK is
 * not even loaded.
 */
final class Telemetry implements AutoCloseable {

    private static final String NONE = "none";
    private static final Log LOG = Log.of(Telemetry.class);

    private final OpenTelemetry api;
    private final Optional<OpenTelemetrySdk> sdk;
    private final String traces;
    private final String metrics;
    private final Duration patience;

    private Telemetry(
            OpenTelemetry api,
            Optional<OpenTelemetrySdk> sdk,
            String traces,
            String metrics,
            Duration patience) {
        this.api = api;
        this.sdk = sdk;
        this.traces = traces;
        this.metrics = metrics;
        this.patience = patience;
    }

    /**
     * Sets telemetry up; a collector that cannot be reached is no error.
     *
     * @param process tells the figures of this process from another's
     * @param patience how long closing may take to send what is left
     * @throws BootFailure in words, if a variable holds what the SDK does not know
     */
    static Telemetry open(
            Map<String, String> environment,
            TelemetrySettings settings,
            BootId process,
            Duration patience) {
        String traces =
                exporters(environment, "OTEL_TRACES_EXPORTER", settings.tracesOnStandardOutput());
        String metrics =
                exporters(environment, "OTEL_METRICS_EXPORTER", settings.metricsOnStandardOutput());
        boolean disabled = "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"));
        if (disabled || (traces.equals(NONE) && metrics.equals(NONE))) {
            return new Telemetry(OpenTelemetry.noop(), Optional.empty(), NONE, NONE, patience);
        }
        OpenTelemetrySdk sdk = TelemetrySdk.build(environment, traces, metrics, process);
        if (traces.equals(NONE)) {
            return new Telemetry(new MetricsOnly(sdk), Optional.of(sdk), traces, metrics, patience);
        }
        Log.telling(Telemetry::traceId);
        return new Telemetry(sdk, Optional.of(sdk), traces, metrics, patience);
    }

    private static Optional<String> traceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty();
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

    /** Whether figures are exported, so that looking them up is worth it. */
    boolean exportsMetrics() {
        return !metrics.equals(NONE);
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

    /** Sends what is left, within a bound; what a collector does not take by then is lost. */
    @Override
    public void close() {
        Log.telling(Optional::empty);
        if (sdk.isPresent() && !isSent(sdk.get())) {
            LOG.warn(
                    "telemetry could not be sent to its end",
                    Pair.of("patience_ms", patience.toMillis()));
        }
    }

    /** On a thread of its own: the SDK itself waits for an export that is under way. */
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

    /** Figures alone: no span is made, and so none is thrown away. */
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
