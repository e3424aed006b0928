package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What is stored before an operation starts.
 *
 * @param id the operation's own identity
 * @param gameId the game
 * @param node the node of the process that opens it; it is carried out on the node of the game
 * @param kind what it does
 * @param origin who requested it
 * @param image the requested image; also kept if it was refused as an invalid reference
 * @param reason the reason of a stop
 * @param owner the process that carries it out
 * @param startedAt when it started
 */
public record OperationRequest(
        OperationId id,
        GameId gameId,
        NodeId node,
        OperationKind kind,
        Origin origin,
        Optional<String> image,
        Optional<StopReason> reason,
        BootId owner,
        Instant startedAt) {

    /**
     * Whether that row of its game is of the same job. The row of a job whose reference another job
     * had before has a suffix of its own.
     */
    public boolean isOfTheSameJobAs(OpenOperation row) {
        return origin.sourceRef().isPresent()
                && row.sourceRef()
                        .filter(reference ->
                                reference.equals(origin.sourceRef().get())
                                        || isApart(reference, row))
                        .isPresent();
    }

    private boolean isApart(String reference, OpenOperation row) {
        return reference.startsWith(origin.sourceRef().orElseThrow() + "#")
                && row.kind() == kind
                && row.image().equals(image)
                && row.reason().equals(reason);
    }

    /** The same request as its row has it. */
    public OperationRequest asOpened(NodeId where, BootId whose) {
        return new OperationRequest(
                id, gameId, where, kind, origin, image, reason, whose, startedAt);
    }

    /** The same request with another image. */
    public OperationRequest withImage(Optional<String> other) {
        return new OperationRequest(
                id, gameId, node, kind, origin, other, reason, owner, startedAt);
    }
}
