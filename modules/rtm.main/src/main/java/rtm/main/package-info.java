/**
 * Assembles the service: the command line, and the order of boot and shutdown, readable from top to
 * bottom. The only place that sees every module, reads the clock and makes ids. It has no rules
 * about runtimes.
 */
@NullMarked
package rtm.main;

import org.jspecify.annotations.NullMarked;
