/**
 * Reads jobs from Redis streams, publishes to them, saves offsets and holds the per-game lease.
 * This module executes no job. No other module uses Redis.
 */
@NullMarked
package rtm.streams;

import org.jspecify.annotations.NullMarked;
