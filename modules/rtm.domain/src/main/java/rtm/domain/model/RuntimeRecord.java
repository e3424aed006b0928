package rtm.domain.model;

import java.time.Instant;
import java.util.function.Function;

/**
 * What should be true of one game's runtime.
 *
 * @param gameId the game
 * @param node where its container and its folder are; kept also without a container
 * @param state running, stopped or removed, with the data of that state
 * @param currentImage the image of the last start
 * @param engineEndpoint where other services reach the engine, inside the Docker network
 * @param statePath the engine's state folder on this host
 * @param dockerNetwork the network that the container was attached to
 * @param startedAt the time of the last start, by Docker's clock
 * @param lastOpAt when an operation last changed this record
 * @param createdAt when the game was first started
 * @param version 0 before it is stored; each commit compares and increments it
 */
public record RuntimeRecord(
        GameId gameId,
        NodeId node,
        RuntimeState state,
        ImageReference currentImage,
        String engineEndpoint,
        String statePath,
        String dockerNetwork,
        Instant startedAt,
        Instant lastOpAt,
        Instant createdAt,
        long version) {

    /**
     * Requires that the game is on that node: elsewhere nothing is known of its container and
     * folder.
     *
     * @throws DependencyUnavailableException if it is on another one
     */
    public void requireOn(NodeId here, Function<NodeId, String> names) {
        node.require(here, gameId, names);
    }

    /** The same runtime in another state, changed by an operation at that time. */
    public RuntimeRecord with(RuntimeState next, Instant at) {
        return new RuntimeRecord(
                gameId,
                node,
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

    /** The same runtime at another endpoint, changed by an operation at that time. */
    public RuntimeRecord withEndpoint(String endpoint, Instant at) {
        return new RuntimeRecord(
                gameId,
                node,
                state,
                currentImage,
                endpoint,
                statePath,
                dockerNetwork,
                startedAt,
                at,
                createdAt,
                version);
    }
}
