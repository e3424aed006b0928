package rtm.domain.model;

/**
 * An engine that runs on a node, and where others reach it.
 *
 * @param node its node
 * @param game its game
 * @param address its IP address on the engines' network
 */
public record NodeEngine(NodeId node, GameId game, String address) {}
