package rtm.domain.rule;

import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.port.EngineHealth.Answer;

/**
 * How an engine has answered its probes so far. It counts as failing after a number of failures in
 * a row, and as recovered at the first success after the failure was reported.
 *
 * @param failures failures in a row until now
 * @param reported whether its failing was reported
 */
public record ProbeStreak(int failures, boolean reported) {

    /** No failures. */
    public static final ProbeStreak CLEAN = new ProbeStreak(0, false);

    /** What an answer means. */
    public sealed interface ProbeVerdict {

        /**
         * Nothing to report.
         *
         * @param next the streak including this answer
         */
        record Quiet(ProbeStreak next) implements ProbeVerdict {}

        /**
         * An observation to report.
         *
         * @param observation the observation
         * @param ifUnreported the streak if it could not be reported
         * @param ifReported the streak after it was reported
         */
        record Report(
                HealthObservation observation, ProbeStreak ifUnreported, ProbeStreak ifReported)
                implements ProbeVerdict {}
    }

    /**
     * Adds an answer to the streak.
     *
     * @param threshold failures in a row after which an engine counts as failing
     */
    public ProbeVerdict after(Answer answer, int threshold) {
        return switch (answer) {
            case Answer.Healthy() ->
                    reported
                            ? new ProbeVerdict.Report(new ProbeRecovered(failures), this, CLEAN)
                            : new ProbeVerdict.Quiet(CLEAN);
            case Answer.Unhealthy(int status, String error) -> failed(status, error, threshold);
        };
    }

    private ProbeVerdict failed(int status, String error, int threshold) {
        ProbeStreak longer = new ProbeStreak(failures + 1, reported);
        return reported || longer.failures < threshold
                ? new ProbeVerdict.Quiet(longer)
                : new ProbeVerdict.Report(
                        new ProbeFailed(longer.failures, status, error),
                        longer,
                        new ProbeStreak(longer.failures, true));
    }
}
