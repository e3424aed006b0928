package rtm.domain.operation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;

/**
 * What a step did, to be committed.
 *
 * @param verdict how it ended
 * @param container the container that it was about
 * @param record the new record; empty to leave it unchanged
 * @param place where the record's engine is, as it was just seen
 * @param snapshot the new health snapshot; empty to leave it unchanged
 * @param announcements messages beside the job's result, in order
 * @param answersJob whether a job gets its result; false if it had one already
 */
public record StepResult(
        Verdict verdict,
        Optional<ContainerId> container,
        Optional<RuntimeRecord> record,
        Optional<EnginePlace> place,
        Optional<HealthSnapshot> snapshot,
        List<Announcement> announcements,
        boolean answersJob) {

    /** One that a job gets as its result, with no news of where an engine is. */
    public StepResult(
            Verdict verdict,
            Optional<ContainerId> container,
            Optional<RuntimeRecord> record,
            Optional<HealthSnapshot> snapshot,
            List<Announcement> announcements) {
        this(verdict, container, record, Optional.empty(), snapshot, announcements, true);
    }

    /** The same with the place of the record's engine. */
    public StepResult at(EnginePlace where) {
        return new StepResult(
                verdict,
                container,
                record,
                Optional.of(where),
                snapshot,
                announcements,
                answersJob);
    }

    /** It failed; nothing else is written. */
    public static StepResult failed(ErrorCode code, String message) {
        return new StepResult(
                new Verdict.Failed(code, message),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** Everything was as requested already. */
    public static StepResult replayed(Optional<ContainerId> container) {
        return new StepResult(
                new Verdict.Replayed(), container, Optional.empty(), Optional.empty(), List.of());
    }

    /** The same failure with a changed record and more words. */
    public StepResult with(Optional<RuntimeRecord> changed, List<String> more) {
        return new StepResult(
                worded(verdict, more),
                container,
                changed,
                place,
                snapshot,
                announcements,
                answersJob);
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

    /** The same with a health snapshot. */
    StepResult with(HealthSnapshot seen) {
        return new StepResult(
                verdict, container, record, place, Optional.of(seen), announcements, answersJob);
    }

    /** The same for a job that had its result already. */
    StepResult unanswered() {
        return new StepResult(verdict, container, record, place, snapshot, announcements, false);
    }

    /** Whether there was nothing to do, so that only the row would be written. */
    boolean leavesNoTrace() {
        return verdict instanceof Verdict.Replayed && record.isEmpty() && snapshot.isEmpty();
    }
}
