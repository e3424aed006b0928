package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the operation log as operators read it, open or closed.
 *
 * @param row the row's number
 * @param id the operation's identity
 * @param gameId the game it is about
 * @param kind what it does
 * @param source who asked
 * @param sourceRef the job it came from, where it came from one
 * @param image the image asked for, as it was given
 * @param previousImage the image that was replaced, where one was
 * @param container the container it was about
 * @param reason why, for a stop
 * @param outcome how it stands
 * @param errorCode what went wrong; of a success, that nothing was to be done
 * @param errorMessage the same in words, of a failure
 * @param startedAt when it began
 * @param finishedAt when it ended
 */
public record OperationEntry(
        long row,
        OperationId id,
        GameId gameId,
        OperationKind kind,
        OperationSource source,
        Optional<String> sourceRef,
        Optional<String> image,
        Optional<String> previousImage,
        Optional<ContainerId> container,
        Optional<StopReason> reason,
        OperationOutcome outcome,
        Optional<String> errorCode,
        Optional<String> errorMessage,
        Instant startedAt,
        Optional<Instant> finishedAt) {}
