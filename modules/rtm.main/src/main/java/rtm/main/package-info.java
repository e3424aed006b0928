/**
 * Puts the service together: settings, the order of boot and shutdown, the command line, telemetry.
 * The only place that sees every module, asks the clock and makes ids; no behaviour of a runtime
 * stands here.
 */
@NullMarked
package rtm.main;

import org.jspecify.annotations.NullMarked;
