/**
 * OpenTelemetry: the SDK as the {@code OTEL_*} variables configure it, the gauges of the status,
 * and the version of this build. Each module has its own instruments.
 */
@NullMarked
package rtm.main.telemetry;

import org.jspecify.annotations.NullMarked;
