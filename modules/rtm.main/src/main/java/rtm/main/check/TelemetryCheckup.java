package rtm.main.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.main.settings.TelemetrySettings;
import rtm.main.telemetry.Telemetry;

/** Checks OpenTelemetry: that the SDK accepts the standard variables. Nothing is exported. */
record TelemetryCheckup(TelemetrySettings settings, Map<String, String> environment)
        implements Checkup {

    private static final String ITEM = "telemetry";
    private static final BootId NOBODY = new BootId(new UUID(0, 0));

    @Override
    public List<Finding> run() {
        try (Telemetry telemetry =
                Telemetry.open(environment, settings, NOBODY, Duration.ofMillis(1))) {
            return List.of(
                    telemetry.withoutEffect().isEmpty()
                            ? Finding.ok(ITEM, telemetry.summary())
                            : Finding.warn(
                                    ITEM,
                                    "nothing is exported, although %s names a destination"
                                            .formatted(
                                                    String.join(", ", telemetry.withoutEffect())),
                                    "set OTEL_TRACES_EXPORTER=otlp and OTEL_METRICS_EXPORTER=otlp,"
                                            + " or both to none"));
        }
    }
}
