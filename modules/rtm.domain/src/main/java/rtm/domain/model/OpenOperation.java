package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the operation log that is in progress: the true mutual exclusion, one a game.
 *
 * @param row the row's number
 * @param id the operation's identity, kept when the row is taken up again
 * @param gameId the game it is about
 * @param kind what it does
 * @param source who asked
 * @param sourceRef the job it came from, where it came from one
 * @param image the image asked for
 * @param reason why, for a stop
 * @param owner the process that carries it out
 * @param startedAt when it began
 * @param traceparent the trace it is part of, as W3C writes it; empty where there is none
 */
public record OpenOperation(
        long row,
        OperationId id,
        GameId gameId,
        OperationKind kind,
        OperationSource source,
        Optional<String> sourceRef,
        Optional<String> image,
        Optional<StopReason> reason,
        BootId owner,
        Instant startedAt,
        Optional<String> traceparent) {

    /** A row that is part of no trace. */
    public OpenOperation(
            long row,
            OperationId id,
            GameId gameId,
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
