package rtm.domain.fake;

import java.util.HashMap;
import java.util.Map;
import rtm.domain.model.ContainerId;

/** What a {@link FakeContainerDaemon} thinks of its containers' health; it guards this. */
final class FakeWellbeing {

    private static final Said NOTHING = new Said(0, "");

    /** What Docker says of a container. */
    record Said(int restartCount, String health) {}

    private final Map<ContainerId, Said> said = new HashMap<>();

    void say(ContainerId id, int restartCount, String health) {
        said.put(id, new Said(restartCount, health));
    }

    Said of(ContainerId id) {
        return said.getOrDefault(id, NOTHING);
    }
}
