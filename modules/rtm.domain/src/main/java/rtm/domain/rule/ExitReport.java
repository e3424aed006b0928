package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.InspectUnhealthy;

/**
 * How an engine ended that nobody here had asked to end, and so what others are told.
 *
 * @param exitCode the code it ended with
 * @param oom whether the kernel ended the engine itself for want of memory
 * @param restartCount how often Docker had started it again by itself
 */
public record ExitReport(int exitCode, boolean oom, int restartCount) {

    private static final int KILLED = 137;

    /**
     * Judges an end. Docker's flag and its event may both mean a child that the engine survived,
     * and each has been missing for an engine that did not; only with the code of a kill do they
     * count.
     *
     * @param oomKilled Docker's flag
     * @param oomSeen whether Docker told of it as it happened
     */
    public static ExitReport of(
            int exitCode, boolean oomKilled, boolean oomSeen, int restartCount) {
        return new ExitReport(exitCode, exitCode == KILLED && (oomKilled || oomSeen), restartCount);
    }

    /** What others are told, in order. */
    public List<HealthObservation> told() {
        return oom ? List.of(new ContainerOom(exitCode), observed()) : List.of(observed());
    }

    /**
     * What the health snapshot says: the last of what others are told. The contract reports an exit
     * only if its code is not 0; a clean one is a state that nobody expected.
     */
    public HealthObservation observed() {
        return exitCode == 0
                ? new InspectUnhealthy(restartCount, ContainerState.EXITED, "")
                : new ContainerExited(exitCode, oom);
    }
}
