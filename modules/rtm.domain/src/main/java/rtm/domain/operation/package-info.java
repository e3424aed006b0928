/**
 * The frame that every operation runs in: lock the game, reconcile its record, open the row, let
 * the step act, commit once, release the game. What a single kind of operation does is in {@code
 * step}.
 */
@NullMarked
package rtm.domain.operation;

import org.jspecify.annotations.NullMarked;
