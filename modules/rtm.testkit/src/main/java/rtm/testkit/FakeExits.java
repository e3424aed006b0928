package rtm.testkit;

import java.util.HashMap;
import java.util.Map;
import rtm.domain.model.ContainerId;

/** How the containers of a {@link FakeContainerEngine} ended; it guards this. */
final class FakeExits {

    /** How Docker ends an engine that obeys its stop signal. */
    static final int OBEYED = 143;

    /** How it ends one by force. */
    static final int KILLED = 137;

    private record Exit(int code, boolean oomKilled) {}

    private final Map<ContainerId, Exit> exits = new HashMap<>();

    void ended(ContainerId container, int code, boolean oomKilled) {
        exits.put(container, new Exit(code, oomKilled));
    }

    int code(ContainerId container) {
        return exits.getOrDefault(container, new Exit(0, false)).code();
    }

    boolean oomKilled(ContainerId container) {
        return exits.getOrDefault(container, new Exit(0, false)).oomKilled();
    }
}
