package rtm.domain.overview;

import java.time.Duration;
import java.util.List;
import rtm.domain.model.Dependency;
import rtm.domain.port.DependencyCheck;
import rtm.domain.time.Deadline;

/**
 * Whether engines can be started on this machine: the checks of what is not for all nodes. Only the
 * first, whether Docker answers, is made each time: several nodes would cost more than one if each
 * looked at everything all the time. Used by one thread.
 */
public final class EngineChecks implements DependencyCheck {

    private final List<? extends DependencyCheck> here;
    private final Duration pause;
    private Deadline next = Deadline.in(Duration.ZERO);

    /**
     * Of all checks of the service, those of this machine.
     *
     * @param pause how long the others are not made after all of them have passed
     */
    public EngineChecks(List<? extends DependencyCheck> all, Duration pause) {
        this.here =
                all.stream()
                        .filter(check -> check.dependency() != Dependency.POSTGRES)
                        .filter(check -> check.dependency() != Dependency.REDIS)
                        .toList();
        this.pause = pause;
    }

    @Override
    public Dependency dependency() {
        return Dependency.NODE;
    }

    @Override
    public void check() {
        Deadline due = next;
        boolean all = due.past();
        next = Deadline.in(Duration.ZERO);
        here.stream().limit(all ? here.size() : 1).forEach(DependencyCheck::check);
        next = all ? Deadline.in(pause) : due;
    }
}
