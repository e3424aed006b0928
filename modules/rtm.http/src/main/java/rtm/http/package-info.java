/**
 * Serves the REST interface and the probes: reads a request strictly, calls one use case, writes
 * the answer. It contains no rules about runtimes.
 */
@NullMarked
package rtm.http;

import org.jspecify.annotations.NullMarked;
