package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The last thing seen of a game's health.
 *
 * @param gameId the game
 * @param container the container it was seen of
 * @param status what was seen
 * @param source who saw it
 * @param details a JSON object, the details of the health event where one was told
 * @param observedAt when
 */
public record HealthSnapshot(
        GameId gameId,
        Optional<ContainerId> container,
        HealthStatus status,
        HealthSource source,
        String details,
        Instant observedAt) {}
