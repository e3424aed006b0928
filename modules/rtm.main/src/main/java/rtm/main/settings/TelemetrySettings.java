package rtm.main.settings;

/**
 * The settings of telemetry beyond the standard {@code OTEL_*} variables.
 *
 * @param tracesOnStandardOutput whether traces are also printed
 * @param metricsOnStandardOutput whether metrics are also printed
 */
public record TelemetrySettings(boolean tracesOnStandardOutput, boolean metricsOnStandardOutput) {}
