package rtm.workers;

import rtm.domain.model.GameId;

/** Asked to compare one game's record with its containers soon, since they may not agree. */
@FunctionalInterface
interface GameCheck {

    /** Returns at once. */
    void soon(GameId gameId);
}
