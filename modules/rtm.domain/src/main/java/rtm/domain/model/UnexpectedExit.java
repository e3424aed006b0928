package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An end of an engine that nobody here had asked for; times are of Docker's clock.
 *
 * @param gameId the game
 * @param container whose engine it was
 * @param startedAt when the engine was started; empty if that is not known any more
 * @param finishedAt when it ended; empty if Docker did not see it
 */
public record UnexpectedExit(
        GameId gameId,
        ContainerId container,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {}
