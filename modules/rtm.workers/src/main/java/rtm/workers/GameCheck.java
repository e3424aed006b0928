package rtm.workers;

import rtm.domain.model.GameId;

/** Requests a comparison of one game's record with its containers, which may disagree. */
@FunctionalInterface
interface GameCheck {

    /** Requests it; returns at once. */
    void soon(GameId gameId);
}
