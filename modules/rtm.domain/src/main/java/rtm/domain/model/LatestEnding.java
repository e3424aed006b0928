package rtm.domain.model;

/**
 * How a game's latest engine ended.
 *
 * @param ending the end
 * @param crashes how many engines of the game ended unexpectedly in the hour up to this end, this
 *     one included: neither asked for nor together with the daemon
 */
public record LatestEnding(Ending ending, int crashes) {}
