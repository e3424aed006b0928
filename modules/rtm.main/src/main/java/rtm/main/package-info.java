/**
 * Puts the service together: the command line, and the order of boot and shutdown, which reads from
 * top to bottom. The only place that sees every module, asks the clock and makes ids; no behaviour
 * of a runtime is here.
 */
@NullMarked
package rtm.main;

import org.jspecify.annotations.NullMarked;
