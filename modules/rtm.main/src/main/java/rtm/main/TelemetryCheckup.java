package rtm.main;

import java.util.List;
import java.util.Map;

/** OpenTelemetry: that the standard variables hold what the SDK knows. Nothing is exported. */
record TelemetryCheckup(TelemetrySettings settings, Map<String, String> environment)
        implements Checkup {

    @Override
    public List<Finding> run() {
        try (Telemetry telemetry = Telemetry.open(environment, settings)) {
            return List.of(Finding.ok("telemetry", telemetry.summary()));
        }
    }
}
