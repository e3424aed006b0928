package rtm.domain.model;

import java.time.Instant;
import java.util.UUID;

/**
 * How to create an engine's container, besides the settings that all containers share.
 *
 * @param gameId the game; determines name and host name
 * @param image the reference to create from
 * @param limits its limits
 * @param statePath the folder on this host that is mounted into it
 * @param operation the operation that creates it
 * @param database the id of the database that has the game
 * @param startedAt the time written on its label
 */
public record EngineSpec(
        GameId gameId,
        ImageReference image,
        EngineLimits limits,
        String statePath,
        OperationId operation,
        UUID database,
        Instant startedAt) {}
