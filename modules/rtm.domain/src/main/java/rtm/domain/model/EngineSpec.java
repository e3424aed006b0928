package rtm.domain.model;

import java.time.Instant;

/**
 * What an engine's container is created with, beyond the settings that all containers share.
 *
 * @param gameId the game; gives name and host name
 * @param image the reference to create from
 * @param limits what it may use
 * @param statePath the folder on this host that is mounted into it
 * @param operation the operation that creates it
 * @param startedAt the time written on its label
 */
public record EngineSpec(
        GameId gameId,
        ImageReference image,
        EngineLimits limits,
        String statePath,
        OperationId operation,
        Instant startedAt) {}
