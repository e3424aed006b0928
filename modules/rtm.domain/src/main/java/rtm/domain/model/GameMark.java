package rtm.domain.model;

/**
 * A short form of all that a {@link GameOverview} shows of a game: another mark after each change.
 *
 * @param gameId the game
 * @param mark a text without a meaning of its own
 */
public record GameMark(GameId gameId, String mark) {}
