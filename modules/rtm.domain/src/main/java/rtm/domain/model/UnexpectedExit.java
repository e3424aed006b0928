package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The end of an engine that this service had not stopped; times are by Docker's clock.
 *
 * @param gameId the game
 * @param container the engine's container
 * @param startedAt when the engine was started; empty if no longer known
 * @param finishedAt when it ended; empty if Docker missed it
 */
public record UnexpectedExit(
        GameId gameId,
        ContainerId container,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {}
