package rtm.main.settings;

/**
 * What is settled for telemetry beyond the standard {@code OTEL_*} variables.
 *
 * @param tracesOnStandardOutput whether traces are also printed
 * @param metricsOnStandardOutput whether metrics are also printed
 */
public record TelemetrySettings(boolean tracesOnStandardOutput, boolean metricsOnStandardOutput) {}
