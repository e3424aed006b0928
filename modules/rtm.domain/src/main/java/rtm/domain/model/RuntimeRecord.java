package rtm.domain.model;

import java.time.Instant;

/**
 * The truth about one game's runtime.
 *
 * @param gameId whose runtime it is
 * @param state running, stopped or removed, with that state's own data
 * @param currentImage the image of the last start
 * @param engineEndpoint where other services reach the engine, inside the Docker network
 * @param statePath the engine's state folder on this host
 * @param dockerNetwork the network that the container was attached to
 * @param startedAt the time of the last start
 * @param lastOpAt when an operation last changed this record
 * @param createdAt when the game was first started
 * @param version 0 before it is stored, raised by each commit; the compare-and-set
 */
public record RuntimeRecord(
        GameId gameId,
        RuntimeState state,
        ImageReference currentImage,
        String engineEndpoint,
        String statePath,
        String dockerNetwork,
        Instant startedAt,
        Instant lastOpAt,
        Instant createdAt,
        long version) {

    /** The same runtime in another state, as an operation at that time leaves it. */
    public RuntimeRecord with(RuntimeState next, Instant at) {
        return new RuntimeRecord(
                gameId,
                next,
                currentImage,
                engineEndpoint,
                statePath,
                dockerNetwork,
                startedAt,
                at,
                createdAt,
                version);
    }
}
