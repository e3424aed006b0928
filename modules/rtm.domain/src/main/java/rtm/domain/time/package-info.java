/** Durations and deadlines. The time of day is always passed in. */
@NullMarked
package rtm.domain.time;

import org.jspecify.annotations.NullMarked;
