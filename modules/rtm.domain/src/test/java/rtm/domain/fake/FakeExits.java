package rtm.domain.fake;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.ContainerId;

/**
 * When and how the containers of a {@link FakeContainerDaemon} started and ended; the daemon's lock
 * guards this.
 */
final class FakeExits {

    /** The exit code of an engine that obeys its stop signal. */
    static final int OBEYED = 143;

    /** The exit code of a killed engine. */
    static final int KILLED = 137;

    private record Exit(int code, boolean oomKilled) {}

    private final Map<ContainerId, Exit> exits = new HashMap<>();
    private final Map<ContainerId, Instant> starts = new HashMap<>();
    private final Map<ContainerId, Instant> finishes = new HashMap<>();

    void ended(ContainerId container, int code, boolean oomKilled) {
        exits.put(container, new Exit(code, oomKilled));
    }

    Set<ContainerId> ended() {
        return Set.copyOf(exits.keySet());
    }

    int code(ContainerId container) {
        return exits.getOrDefault(container, new Exit(0, false)).code();
    }

    boolean oomKilled(ContainerId container) {
        return exits.getOrDefault(container, new Exit(0, false)).oomKilled();
    }

    void startedAt(ContainerId container, Instant time) {
        starts.put(container, time);
    }

    Optional<Instant> startedAt(ContainerId container) {
        return Optional.ofNullable(starts.get(container));
    }

    void finishedAt(ContainerId container, Instant time) {
        finishes.put(container, time);
    }

    Optional<Instant> finishedAt(ContainerId container) {
        return Optional.ofNullable(finishes.get(container));
    }
}
