package rtm.domain.rule;

import java.util.Optional;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.InspectedContainer;

/**
 * What Docker said of a container when it was last inspected, and whether that was bad: its health
 * check fails, it is in a state that an engine should not be in, or Docker has started it again by
 * itself since.
 *
 * @param restartCount how often Docker has started it again by itself
 * @param state Docker's word for its state
 * @param health Docker's word for its health; empty when the image declares no check
 * @param bad whether that was bad
 */
public record InspectedHealth(int restartCount, ContainerState state, String health, boolean bad) {

    private static final String UNHEALTHY = "unhealthy";

    /** What an inspection comes to. */
    public sealed interface Verdict {

        /** What is to be remembered of it. */
        InspectedHealth next();

        /** Nothing that others do not know, or will not learn when the record follows. */
        record Quiet(InspectedHealth next) implements Verdict {}

        /** Bad, and not in the way that was told before. */
        record Telling(InspectUnhealthy observation, InspectedHealth next) implements Verdict {}

        /** Good, which it was not before, or was not known to be. */
        record WellAgain(InspectedHealth next) implements Verdict {}
    }

    /**
     * Judges an inspection.
     *
     * @param before what the one before came to; empty at the first of a container, whose restart
     *     count is what later ones are compared with
     */
    public static Verdict judge(Optional<InspectedHealth> before, InspectedContainer now) {
        InspectedHealth next =
                new InspectedHealth(
                        now.restartCount(), now.state(), now.health(), isBad(before, now));
        if (next.bad) {
            boolean known =
                    now.state() == ContainerState.EXITED || before.equals(Optional.of(next));
            return known
                    ? new Verdict.Quiet(next)
                    : new Verdict.Telling(
                            new InspectUnhealthy(next.restartCount, next.state, next.health), next);
        }
        boolean knownGood = before.filter(last -> !last.bad).isPresent();
        return knownGood ? new Verdict.Quiet(next) : new Verdict.WellAgain(next);
    }

    private static boolean isBad(Optional<InspectedHealth> before, InspectedContainer now) {
        boolean startedAgain =
                before.filter(last -> now.restartCount() > last.restartCount).isPresent();
        return startedAgain
                || now.health().equals(UNHEALTHY)
                || now.state() != ContainerState.RUNNING;
    }
}
