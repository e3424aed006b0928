/**
 * The ports in memory, and helpers for tests. They misbehave like the real servers: lists lag,
 * answers are lost, refused changes take effect.
 */
@NullMarked
package rtm.domain.fake;

import org.jspecify.annotations.NullMarked;
