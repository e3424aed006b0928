package rtm.domain.model;

import java.util.Optional;

/**
 * Selects rows of the operation log.
 *
 * @param inProgress whether only those that are in progress
 * @param game of this game only; empty for all games
 */
public record OperationFilter(boolean inProgress, Optional<GameId> game) {}
