package rtm.domain.rule;

import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.port.EngineHealth.Answer;

/**
 * How an engine has answered its probes so far. It counts as failing after so many failures in a
 * row, and as well again at the first success after that was told.
 *
 * @param failures failures in a row up to now
 * @param told whether others know that it fails
 */
public record ProbeStreak(int failures, boolean told) {

    /** Nothing bad is known. */
    public static final ProbeStreak CLEAN = new ProbeStreak(0, false);

    /** What an answer comes to. */
    public sealed interface Verdict {

        /**
         * Nobody is told.
         *
         * @param next the streak with this answer
         */
        record Quiet(ProbeStreak next) implements Verdict {}

        /**
         * Others are to be told.
         *
         * @param observation what
         * @param untilThen the streak while it could not be told
         * @param onceTold the streak once it is told
         */
        record Telling(HealthObservation observation, ProbeStreak untilThen, ProbeStreak onceTold)
                implements Verdict {}
    }

    /**
     * Adds an answer.
     *
     * @param threshold failures in a row after which an engine counts as failing
     */
    public Verdict after(Answer answer, int threshold) {
        return switch (answer) {
            case Answer.Healthy() ->
                    told
                            ? new Verdict.Telling(new ProbeRecovered(failures), this, CLEAN)
                            : new Verdict.Quiet(CLEAN);
            case Answer.Unhealthy(int status, String error) -> failed(status, error, threshold);
        };
    }

    private Verdict failed(int status, String error, int threshold) {
        ProbeStreak longer = new ProbeStreak(failures + 1, told);
        return told || longer.failures < threshold
                ? new Verdict.Quiet(longer)
                : new Verdict.Telling(
                        new ProbeFailed(longer.failures, status, error),
                        longer,
                        new ProbeStreak(longer.failures, true));
    }
}
