package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The last observation of a game's health.
 *
 * @param gameId the game
 * @param container the observed container
 * @param status the observed status
 * @param source which observer wrote it
 * @param details a JSON object: the details of the health event, if one was published
 * @param observedAt when it was observed
 */
public record HealthSnapshot(
        GameId gameId,
        Optional<ContainerId> container,
        HealthStatus status,
        HealthSource source,
        String details,
        Instant observedAt) {}
