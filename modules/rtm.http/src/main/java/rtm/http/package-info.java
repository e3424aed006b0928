/**
 * Serves the REST interface and the probes: reads a request strictly, calls one use case, writes
 * the answer. No rule of a runtime's life stands here.
 */
@NullMarked
package rtm.http;

import org.jspecify.annotations.NullMarked;
