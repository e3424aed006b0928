package rtm.domain.health;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.RuntimeStore;

/**
 * Records where a running engine is when that changed without an operation: a daemon that was
 * restarted gives its containers other addresses. Each engine is recorded once, and again only when
 * it is somewhere else.
 */
final class PlaceRecorder {

    private final RuntimeStore store;
    private final Map<GameId, Seen> last = new ConcurrentHashMap<>();

    PlaceRecorder(RuntimeStore store) {
        this.store = store;
    }

    private record Seen(ContainerId container, long version, EnginePlace place) {}

    /** Forgets every engine that does not run any more. */
    void keepOnly(Collection<RuntimeRecord> running) {
        last.keySet()
                .retainAll(
                        running.stream()
                                .map(RuntimeRecord::gameId)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Records what an inspection showed, unless it is the same as before.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it may not be recorded; the next
     *     call tries again
     */
    void note(RuntimeRecord record, InspectedContainer now) {
        Seen seen = new Seen(now.id(), record.version(), now.place());
        if (!seen.equals(last.get(record.gameId()))) {
            store.recordPlace(record, now.place());
            last.put(record.gameId(), seen);
        }
    }
}
