package rtm.domain.fake;

import java.util.HashMap;
import java.util.Map;
import rtm.domain.model.ContainerId;

/**
 * The health that a {@link FakeContainerDaemon} reports of its containers; the daemon's lock guards
 * this.
 */
final class FakeWellbeing {

    private static final Said NOTHING = new Said(0, "");

    /** What Docker reports about a container. */
    record Said(int restartCount, String health) {}

    private final Map<ContainerId, Said> said = new HashMap<>();

    void say(ContainerId id, int restartCount, String health) {
        said.put(id, new Said(restartCount, health));
    }

    Said of(ContainerId id) {
        return said.getOrDefault(id, NOTHING);
    }
}
