package rtm.domain.fake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineUsage;
import rtm.domain.port.EngineUsages;

/** What engines use, as a test says. */
public final class FakeUsages implements EngineUsages {

    private final Map<ContainerId, EngineUsage> used = new ConcurrentHashMap<>();

    /** Nothing is known. */
    public FakeUsages() {}

    /** A container uses this. */
    public void uses(ContainerId container, EngineUsage usage) {
        used.put(container, usage);
    }

    @Override
    public Map<ContainerId, EngineUsage> read(Collection<ContainerId> containers) {
        Map<ContainerId, EngineUsage> found = new HashMap<>(used);
        found.keySet().retainAll(containers);
        return found;
    }
}
