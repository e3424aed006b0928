package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;

/**
 * How an engine ended that nobody here had asked to end, and so what others are told.
 *
 * @param exitCode the code it ended with
 * @param oom whether the kernel ended the engine itself for want of memory
 */
public record Ending(int exitCode, boolean oom) {

    private static final int KILLED = 137;

    /**
     * Judges an end. Docker's flag and its event may both mean a child that the engine survived,
     * and each has been missing for an engine that did not; only with the code of a kill do they
     * count.
     *
     * @param oomKilled Docker's flag
     * @param oomSeen whether Docker told of it as it happened
     */
    public static Ending of(int exitCode, boolean oomKilled, boolean oomSeen) {
        return new Ending(exitCode, exitCode == KILLED && (oomKilled || oomSeen));
    }

    /** What others are told, in order: of a clean end nothing. */
    public List<HealthObservation> told() {
        if (exitCode == 0) {
            return List.of();
        }
        return oom ? List.of(new ContainerOom(exitCode), observed()) : List.of(observed());
    }

    /** What the health snapshot says, also of a clean end. */
    public HealthObservation observed() {
        return new ContainerExited(exitCode, oom);
    }
}
