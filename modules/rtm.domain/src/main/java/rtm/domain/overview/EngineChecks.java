package rtm.domain.overview;

import java.util.List;
import rtm.domain.model.Dependency;
import rtm.domain.port.DependencyCheck;

/** Whether engines can be started on this machine: the checks of what is not for all nodes. */
public final class EngineChecks implements DependencyCheck {

    private final List<? extends DependencyCheck> here;

    /** Of all checks of the service, those of this machine. */
    public EngineChecks(List<? extends DependencyCheck> all) {
        this.here =
                all.stream()
                        .filter(check -> check.dependency() != Dependency.POSTGRES)
                        .filter(check -> check.dependency() != Dependency.REDIS)
                        .toList();
    }

    @Override
    public Dependency dependency() {
        return Dependency.NODE;
    }

    @Override
    public void check() {
        here.forEach(DependencyCheck::check);
    }
}
