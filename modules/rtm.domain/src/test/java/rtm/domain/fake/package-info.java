/**
 * The ports in memory, and what tests need around them. They misbehave as the real servers were
 * seen to: lists lag, answers are lost, refused changes happen.
 */
@NullMarked
package rtm.domain.fake;

import org.jspecify.annotations.NullMarked;
