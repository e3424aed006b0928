package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What is written down before an operation begins.
 *
 * @param id the operation's own identity
 * @param gameId the game it is about
 * @param kind what it does
 * @param origin who asked
 * @param image the image asked for; a text that was refused as no reference is kept too
 * @param reason why, for a stop
 * @param owner the process that carries it out
 * @param startedAt when it began
 */
public record OperationRequest(
        OperationId id,
        GameId gameId,
        OperationKind kind,
        Origin origin,
        Optional<String> image,
        Optional<StopReason> reason,
        BootId owner,
        Instant startedAt) {

    /** The same request with another image. */
    public OperationRequest withImage(Optional<String> other) {
        return new OperationRequest(id, gameId, kind, origin, other, reason, owner, startedAt);
    }
}
