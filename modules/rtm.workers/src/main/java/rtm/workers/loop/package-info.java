/**
 * What workers are made of: rounds, pauses, restarts, one task at a time for each game, metrics.
 */
@NullMarked
package rtm.workers.loop;

import org.jspecify.annotations.NullMarked;
