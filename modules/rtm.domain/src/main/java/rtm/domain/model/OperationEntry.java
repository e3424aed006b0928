package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the operation log as operators read it, open or closed.
 *
 * @param row the row's number
 * @param id the operation's identity
 * @param gameId the game
 * @param kind what it does
 * @param source who requested it
 * @param sourceRef the job that requested it, if any
 * @param image the requested image, as the request wrote it
 * @param previousImage the replaced image, if any
 * @param container the operation's container
 * @param reason the reason of a stop
 * @param outcome its state
 * @param errorCode the failure's code; on success, that there was nothing to do
 * @param errorMessage an explanation of a failure
 * @param startedAt when it started
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
        Optional<Instant> finishedAt) {

    /**
     * Whether it has ended and changed nothing: it failed, there was nothing to do, or it noted
     * what had happened to an engine, which its health says too.
     */
    public boolean changedNothing() {
        return switch (outcome) {
            case SUCCESS -> errorCode.isPresent() || notesAnEnd();
            case FAILURE -> true;
            case IN_PROGRESS -> false;
        };
    }

    /** Whether it has ended and changed something. */
    public boolean changed() {
        return outcome == OperationOutcome.SUCCESS && errorCode.isEmpty() && !notesAnEnd();
    }

    private boolean notesAnEnd() {
        return kind == OperationKind.RECONCILE_OBSERVED_EXITED;
    }
}
