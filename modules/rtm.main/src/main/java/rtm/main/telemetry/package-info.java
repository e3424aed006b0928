/**
 * OpenTelemetry: the SDK as the {@code OTEL_*} variables ask for it, the gauges that are read from
 * the store and the streams, and the version of this build. Instruments of a module live in that
 * module.
 */
@NullMarked
package rtm.main.telemetry;

import org.jspecify.annotations.NullMarked;
