package rtm.domain.rule;

import java.util.Optional;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.InspectedContainer;

/**
 * The result of a container's last inspection, and whether it was bad: its health check fails, an
 * engine should not be in this state, or Docker itself has restarted it since the inspection
 * before.
 *
 * @param restartCount how often Docker itself has restarted it
 * @param state Docker's word for its state
 * @param health Docker's word for its health; empty if the image declares no check
 * @param bad whether the result was bad
 */
public record InspectedHealth(int restartCount, ContainerState state, String health, boolean bad) {

    private static final String UNHEALTHY = "unhealthy";

    /** What an inspection means. */
    public sealed interface InspectionVerdict {

        /** The result to remember. */
        InspectedHealth next();

        /**
         * Nothing to report: others know it already, or the correction of the record will report
         * it.
         */
        record Quiet(InspectedHealth next) implements InspectionVerdict {}

        /** Bad in a way that was not reported before. */
        record Report(InspectUnhealthy observation, InspectedHealth next)
                implements InspectionVerdict {}

        /** Good, and it was bad or unknown before. */
        record WellAgain(InspectedHealth next) implements InspectionVerdict {}
    }

    /**
     * Evaluates an inspection.
     *
     * @param before the previous result; empty at a container's first inspection, with whose
     *     restart count later ones are compared
     */
    public static InspectionVerdict judge(
            Optional<InspectedHealth> before, InspectedContainer now) {
        InspectedHealth next =
                new InspectedHealth(
                        now.restartCount(), now.state(), now.health(), isBad(before, now));
        if (next.bad) {
            boolean known =
                    now.state() == ContainerState.EXITED || before.equals(Optional.of(next));
            return known
                    ? new InspectionVerdict.Quiet(next)
                    : new InspectionVerdict.Report(
                            new InspectUnhealthy(next.restartCount, next.state, next.health), next);
        }
        boolean knownGood = before.filter(last -> !last.bad).isPresent();
        return knownGood
                ? new InspectionVerdict.Quiet(next)
                : new InspectionVerdict.WellAgain(next);
    }

    private static boolean isBad(Optional<InspectedHealth> before, InspectedContainer now) {
        boolean startedAgain =
                before.filter(last -> now.restartCount() > last.restartCount).isPresent();
        return startedAgain
                || now.health().equals(UNHEALTHY)
                || now.state() != ContainerState.RUNNING;
    }
}
