/**
 * The one way to write a log line: a sentence and its key=value tail, escaped. No other package of
 * the service speaks to SLF4J.
 */
@NullMarked
package rtm.domain.log;

import org.jspecify.annotations.NullMarked;
