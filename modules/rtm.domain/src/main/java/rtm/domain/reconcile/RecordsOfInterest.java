package rtm.domain.reconcile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.port.RuntimeStore;

/**
 * The records that can differ from the containers of a node: those of its running and stopped
 * games, and those of games that have a container there. Removed records without one are never
 * read, however many there are.
 */
final class RecordsOfInterest {

    private final RuntimeStore store;
    private final Map<GameId, RuntimeRecord> records = new TreeMap<>();
    private final Set<GameId> unreadable = new HashSet<>();

    RecordsOfInterest(RuntimeStore store) {
        this.store = store;
    }

    void addPresent() {
        for (RuntimeStatus status : List.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED)) {
            Optional<GameId> after = Optional.empty();
            do {
                RecordChunk chunk = store.chunk(Optional.of(status), after, RuntimeStore.CHUNK);
                chunk.records().forEach(record -> records.put(record.gameId(), record));
                unreadable.addAll(chunk.unreadable());
                after = chunk.next();
            } while (after.isPresent());
        }
    }

    void addGamesOf(List<ObservedContainer> containers) {
        for (ObservedContainer container : containers) {
            game(container)
                    .filter(game -> !records.containsKey(game) && !unreadable.contains(game))
                    .ifPresent(this::add);
        }
    }

    private void add(GameId gameId) {
        try {
            store.find(gameId).ifPresent(record -> records.put(gameId, record));
        } catch (UnreadableRowException _) {
            unreadable.add(gameId);
        }
    }

    /** The containers that the records name. */
    Set<ContainerId> containers() {
        return records.values().stream()
                .flatMap(record -> record.state().containerId().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    List<RuntimeRecord> records() {
        return List.copyOf(records.values());
    }

    /**
     * The containers, except those of games whose record cannot be read: nothing is known of them.
     */
    List<ObservedContainer> withoutUnreadable(List<ObservedContainer> containers) {
        List<ObservedContainer> known = new ArrayList<>(containers);
        known.removeIf(container -> game(container).filter(unreadable::contains).isPresent());
        return known;
    }

    private static Optional<GameId> game(ObservedContainer container) {
        return GameId.parse(container.labels().getOrDefault(Labels.GAME_ID, ""));
    }
}
