/**
 * The only way to write a log line: a sentence and key=value pairs, escaped. No other package of
 * the service uses SLF4J.
 */
@NullMarked
package rtm.domain.log;

import org.jspecify.annotations.NullMarked;
