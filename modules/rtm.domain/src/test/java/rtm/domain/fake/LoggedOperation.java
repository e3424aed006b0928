package rtm.domain.fake;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.Completion;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.Verdict;

/**
 * One row of the operation log of an {@link InMemoryStore}.
 *
 * @param operation the row as it was opened, with its present owner
 * @param completion the completion that closed it; empty while it is in progress
 */
public record LoggedOperation(OpenOperation operation, Optional<Completion> completion) {

    /** Whether it is still open. */
    public boolean inProgress() {
        return completion.isEmpty();
    }

    /** The row as operators read it. */
    OperationEntry entry() {
        Closed closed = completion.map(Closed::of).orElse(Closed.NOT_YET);
        return new OperationEntry(
                operation.row(),
                operation.id(),
                operation.gameId(),
                operation.kind(),
                operation.source(),
                operation.sourceRef(),
                operation.image(),
                completion.flatMap(Completion::previousImage).map(ImageReference::value),
                completion.flatMap(Completion::container),
                operation.reason(),
                closed.outcome(),
                closed.errorCode(),
                closed.errorMessage(),
                operation.startedAt(),
                completion.map(Completion::finishedAt).map(Micros::of));
    }

    /** How a row ended. */
    private record Closed(
            OperationOutcome outcome, Optional<String> errorCode, Optional<String> errorMessage) {

        static final Closed NOT_YET =
                new Closed(OperationOutcome.IN_PROGRESS, Optional.empty(), Optional.empty());

        static Closed of(Completion completion) {
            return switch (completion.verdict()) {
                case Verdict.Done _ ->
                        new Closed(OperationOutcome.SUCCESS, Optional.empty(), Optional.empty());
                case Verdict.Replayed _ ->
                        new Closed(
                                OperationOutcome.SUCCESS,
                                Optional.of("replay_no_op"),
                                Optional.empty());
                case Verdict.Failed(ErrorCode code, String message) ->
                        new Closed(
                                OperationOutcome.FAILURE,
                                Optional.of(code.wire()),
                                Optional.of(message));
            };
        }
    }

    boolean ownedAs(OpenOperation other) {
        return operation.id().equals(other.id()) && operation.owner().equals(other.owner());
    }

    boolean closedAt(Instant finishedAt) {
        return completion
                .map(closed -> Micros.of(closed.finishedAt()).equals(Micros.of(finishedAt)))
                .orElse(false);
    }
}
