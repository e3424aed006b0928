package rtm.main.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import rtm.domain.model.BootId;

/** Builds the SDK from the standard variables; used only if something is exported. */
final class TelemetrySdk {

    private static final String PREFIX = "OTEL_";

    private TelemetrySdk() {}

    /**
     * Builds it; nothing is sent yet.
     *
     * @throws BootFailure if the SDK does not accept a variable's value
     */
    static OpenTelemetrySdk build(
            Map<String, String> environment, String traces, String metrics, BootId process) {
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .setComponentLoader(new OtelComponentLoader())
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> properties(environment))
                    .addPropertiesCustomizer(_ ->
                            Map.of(
                                    "otel.traces.exporter", traces,
                                    "otel.metrics.exporter", metrics))
                    .addResourceCustomizer((resource, _) -> ours(process).merge(resource))
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException | IllegalArgumentException wrong) {
            throw new BootFailure("telemetry: " + words(wrong));
        }
    }

    private static Map<String, String> properties(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>();
        properties.put("otel.service.name", "galaxy-rtmanager");
        properties.put("otel.logs.exporter", "none");
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    /** Attributes that the operator sets take precedence. */
    private static Resource ours(BootId process) {
        return Resource.create(
                Attributes.of(
                        AttributeKey.stringKey("service.version"),
                        Version.current(),
                        AttributeKey.stringKey("service.instance.id"),
                        process.toString()));
    }

    private static String words(Throwable wrong) {
        String words = String.valueOf(wrong.getMessage());
        Throwable cause = wrong.getCause();
        return cause == null || cause.getMessage() == null || words.contains(cause.getMessage())
                ? words
                : words + ": " + cause.getMessage();
    }
}
