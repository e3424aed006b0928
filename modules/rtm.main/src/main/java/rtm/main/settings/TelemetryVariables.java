package rtm.main.settings;

import java.util.List;
import rtm.main.settings.type.VariableTypes;

/** The variables of telemetry; the standard {@code OTEL_*} ones are read by the SDK itself. */
final class TelemetryVariables {

    static final Variable<Boolean> STDOUT_TRACES_ENABLED =
            Variable.of(
                    "OTEL_STDOUT_TRACES_ENABLED",
                    VariableTypes.yesOrNo(),
                    "false",
                    "Whether traces are also printed on standard output.");
    static final Variable<Boolean> STDOUT_METRICS_ENABLED =
            Variable.of(
                    "OTEL_STDOUT_METRICS_ENABLED",
                    VariableTypes.yesOrNo(),
                    "false",
                    "Whether metrics are also printed on standard output.");
    static final VariableGroup GROUP =
            new VariableGroup("Telemetry", List.of(STDOUT_TRACES_ENABLED, STDOUT_METRICS_ENABLED));

    private TelemetryVariables() {}

    static TelemetrySettings settings(SettingValues values) {
        return new TelemetrySettings(
                values.of(STDOUT_TRACES_ENABLED), values.of(STDOUT_METRICS_ENABLED));
    }
}
