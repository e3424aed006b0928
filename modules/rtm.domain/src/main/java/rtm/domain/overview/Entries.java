package rtm.domain.overview;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.Verdict;

/** Rows of the operation log as they were committed, without reading them again. */
final class Entries {

    private static final String NOTHING_TO_DO = "replay_no_op";
    private static final int LONGEST_MESSAGE = 2000;

    private Entries() {}

    static OperationEntry open(OpenOperation operation) {
        return entry(
                operation,
                Optional.empty(),
                Optional.empty(),
                new Ended(OperationOutcome.IN_PROGRESS, Optional.empty(), Optional.empty()),
                Optional.empty());
    }

    static OperationEntry closed(Completion completion) {
        return entry(
                completion.operation(),
                completion.previousImage().map(ImageReference::value),
                completion.container(),
                Ended.by(completion.verdict()),
                Optional.of(completion.finishedAt()));
    }

    private static OperationEntry entry(
            OpenOperation operation,
            Optional<String> previousImage,
            Optional<ContainerId> container,
            Ended ended,
            Optional<Instant> finishedAt) {
        return new OperationEntry(
                operation.row(),
                operation.id(),
                operation.gameId(),
                operation.kind(),
                operation.source(),
                operation.sourceRef(),
                operation.image(),
                previousImage,
                container,
                operation.reason(),
                ended.outcome(),
                ended.errorCode(),
                ended.errorMessage(),
                operation.startedAt(),
                finishedAt);
    }

    private record Ended(
            OperationOutcome outcome, Optional<String> errorCode, Optional<String> errorMessage) {

        static Ended by(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Done _ ->
                        new Ended(OperationOutcome.SUCCESS, Optional.empty(), Optional.empty());
                case Verdict.Replayed _ ->
                        new Ended(
                                OperationOutcome.SUCCESS,
                                Optional.of(NOTHING_TO_DO),
                                Optional.empty());
                case Verdict.Failed(ErrorCode code, String message) ->
                        new Ended(
                                OperationOutcome.FAILURE,
                                Optional.of(code.wire()),
                                Optional.of(
                                        message.substring(
                                                0, Math.min(message.length(), LONGEST_MESSAGE))));
            };
        }
    }
}
