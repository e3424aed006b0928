/** Spans of time: how long is left, and which is shorter. What time it is, is passed in. */
@NullMarked
package rtm.domain.time;

import org.jspecify.annotations.NullMarked;
