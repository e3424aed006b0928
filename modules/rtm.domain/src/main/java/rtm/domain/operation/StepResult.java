package rtm.domain.operation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;

/**
 * How a step ended, to be committed.
 *
 * @param verdict how it ended
 * @param container the container it was about
 * @param record the record as it shall be; empty leaves it alone
 * @param snapshot the health snapshot as it shall be; empty leaves it alone
 * @param announcements what others are told beside the job's result, in order
 */
public record StepResult(
        Verdict verdict,
        Optional<ContainerId> container,
        Optional<RuntimeRecord> record,
        Optional<HealthSnapshot> snapshot,
        List<Announcement> announcements) {

    /** It failed; nothing else is to be written. */
    public static StepResult failed(ErrorCode code, String message) {
        return new StepResult(
                new Verdict.Failed(code, message),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** All was so already. */
    public static StepResult replayed(Optional<ContainerId> container) {
        return new StepResult(
                new Verdict.Replayed(), container, Optional.empty(), Optional.empty(), List.of());
    }

    /** The same failure with what became of the record, and with more words. */
    public StepResult with(Optional<RuntimeRecord> changed, List<String> more) {
        return new StepResult(worded(verdict, more), container, changed, snapshot, announcements);
    }

    private static Verdict worded(Verdict verdict, List<String> more) {
        return switch (verdict) {
            case Verdict.Done _, Verdict.Replayed _ -> verdict;
            case Verdict.Failed(ErrorCode code, String message) ->
                    new Verdict.Failed(
                            code,
                            Stream.concat(Stream.of(message), more.stream())
                                    .collect(Collectors.joining("; ")));
        };
    }

    /** Whether nothing was found to do and nothing would be written but the row. */
    boolean leavesNoTrace() {
        return verdict instanceof Verdict.Replayed && record.isEmpty();
    }
}
