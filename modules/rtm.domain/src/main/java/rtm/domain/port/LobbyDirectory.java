package rtm.domain.port;

import rtm.domain.model.GameId;

/** Lobby, asked about a game for the log's sake only; nothing depends on the answer. */
public interface LobbyDirectory {

    /** Asks in the background and logs what comes of it at debug; never throws, never waits. */
    void lookUp(GameId gameId);
}
