/** What workers observe of running engines, and when an observation is worth reporting. */
@NullMarked
package rtm.domain.health;

import org.jspecify.annotations.NullMarked;
