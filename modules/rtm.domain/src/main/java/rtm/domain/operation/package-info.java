/**
 * The frame that every operation runs in: lock the game, look at its containers, open the row (if
 * the recorded engine is not alive, reconcile the record and look again first), let the step act,
 * commit once, release the game. What a single kind of operation does is in {@code step}.
 */
@NullMarked
package rtm.domain.operation;

import org.jspecify.annotations.NullMarked;
