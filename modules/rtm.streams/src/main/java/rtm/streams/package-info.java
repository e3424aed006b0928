/**
 * Reads jobs from Redis streams, publishes to them, saves offsets and holds the per-game lease. No
 * job is carried out here, and Redis is spoken to nowhere else.
 */
@NullMarked
package rtm.streams;

import org.jspecify.annotations.NullMarked;
