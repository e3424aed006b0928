package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.InspectUnhealthy;

/**
 * How an engine ended that this service had not stopped, and what is reported about it.
 *
 * @param exitCode the exit code
 * @param oom whether the kernel killed the engine itself because memory ran out
 * @param restartCount how often Docker itself had restarted it
 */
public record ExitReport(int exitCode, boolean oom, int restartCount) {

    private static final int KILLED = 137;

    /**
     * Evaluates an exit. Docker's flag and its event may both be about a child process that the
     * engine survived, and either can be missing for an engine that was killed. They count only
     * together with the exit code of a kill.
     *
     * @param oomKilled Docker's flag in the inspection
     * @param oomSeen whether Docker sent an event about it
     */
    public static ExitReport of(
            int exitCode, boolean oomKilled, boolean oomSeen, int restartCount) {
        return new ExitReport(exitCode, exitCode == KILLED && (oomKilled || oomSeen), restartCount);
    }

    /** The observations to report, in order. */
    public List<HealthObservation> observations() {
        return oom ? List.of(new ContainerOom(exitCode), observed()) : List.of(observed());
    }

    /**
     * The observation for the health snapshot: the last reported one. The contract reports an exit
     * only if its code is not 0; an exit with code 0 is reported as an unexpected state.
     */
    public HealthObservation observed() {
        return exitCode == 0
                ? new InspectUnhealthy(restartCount, ContainerState.EXITED, "")
                : new ContainerExited(exitCode, oom);
    }
}
