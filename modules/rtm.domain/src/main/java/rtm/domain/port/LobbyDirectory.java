package rtm.domain.port;

import rtm.domain.model.GameId;

/** Lobby's record of a game, looked up only for the log; nothing depends on the answer. */
public interface LobbyDirectory {

    /** Asks Lobby in the background and logs the result at debug; never throws, never waits. */
    void lookUp(GameId gameId);
}
