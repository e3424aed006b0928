package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A row of the operation log that is in progress. A game has at most one: this is the real mutual
 * exclusion.
 *
 * @param row the row's number
 * @param id the operation's identity, kept when the row is resumed
 * @param gameId the game
 * @param node where it is carried out
 * @param kind what it does
 * @param source who requested it
 * @param sourceRef the job that requested it, if any
 * @param image the requested image
 * @param reason the reason of a stop
 * @param owner the process that carries it out; {@link BootId#NONE} before one has taken it
 * @param startedAt when it started
 * @param traceparent its trace in W3C format, if any
 */
public record OpenOperation(
        long row,
        OperationId id,
        GameId gameId,
        NodeId node,
        OperationKind kind,
        OperationSource source,
        Optional<String> sourceRef,
        Optional<String> image,
        Optional<StopReason> reason,
        BootId owner,
        Instant startedAt,
        Optional<String> traceparent) {

    /**
     * Whether it is a job that no process of its node has taken yet, so nothing was done for it.
     */
    public boolean untaken() {
        return owner.equals(BootId.NONE);
    }

    /**
     * Requires that it is carried out on that node: only its own node can say what became of it.
     *
     * @throws DependencyUnavailableException if it is carried out on another one
     */
    public void requireOn(NodeId here, Function<NodeId, String> names) {
        node.require(here, gameId, names);
    }

    /** The same row on another node, before any process has taken it. */
    public OpenOperation movedTo(NodeId other) {
        return new OpenOperation(
                row,
                id,
                gameId,
                other,
                kind,
                source,
                sourceRef,
                image,
                reason,
                owner,
                startedAt,
                traceparent);
    }

    /** A row without a trace. */
    public OpenOperation(
            long row,
            OperationId id,
            GameId gameId,
            NodeId node,
            OperationKind kind,
            OperationSource source,
            Optional<String> sourceRef,
            Optional<String> image,
            Optional<StopReason> reason,
            BootId owner,
            Instant startedAt) {
        this(
                row,
                id,
                gameId,
                node,
                kind,
                source,
                sourceRef,
                image,
                reason,
                owner,
                startedAt,
                Optional.empty());
    }
}
