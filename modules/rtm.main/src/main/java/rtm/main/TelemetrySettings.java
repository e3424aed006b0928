package rtm.main;

/**
 * What is settled for telemetry beyond the standard {@code OTEL_*} variables.
 *
 * @param tracesOnStandardOutput whether traces are also printed
 * @param metricsOnStandardOutput whether metrics are also printed
 */
record TelemetrySettings(boolean tracesOnStandardOutput, boolean metricsOnStandardOutput) {}
