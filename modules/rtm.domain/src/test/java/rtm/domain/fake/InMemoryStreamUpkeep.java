package rtm.domain.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamState;
import rtm.domain.port.upkeep.StreamUpkeep;

/** Five streams in memory, of ids alone. */
public final class InMemoryStreamUpkeep implements StreamUpkeep {

    private final FakeRedis redis = new FakeRedis();
    private final Map<String, NavigableSet<EntryId>> streams = new LinkedHashMap<>();
    private final Map<String, Long> last = new LinkedHashMap<>();
    private final Map<String, String> offsets = new LinkedHashMap<>();

    /** All are empty. */
    public InMemoryStreamUpkeep() {
        List.of("start_jobs", "stop_jobs", "job_results", "health_events", "intents")
                .forEach(name -> streams.put("runtime:" + name, new TreeSet<>()));
    }

    /** Whether every call fails from now on. */
    public void unavailable(boolean away) {
        redis.unavailable(away);
    }

    public synchronized EntryId add(String key) {
        EntryId id = new EntryId(last.merge(key, 1L, Long::sum), 0);
        stream(key).add(id);
        return id;
    }

    private NavigableSet<EntryId> stream(String key) {
        return streams.computeIfAbsent(key, _ -> new TreeSet<>());
    }

    /** The reader of a stream saves this. */
    public synchronized void save(String key, String offset) {
        offsets.put(key, offset);
    }

    @Override
    public synchronized List<StreamState> states() {
        return redis.call(() -> all(false));
    }

    @Override
    public synchronized List<StreamState> trim() {
        return redis.call(() -> all(true));
    }

    private List<StreamState> all(boolean trim) {
        List<StreamState> states = new ArrayList<>();
        streams.forEach((key, entries) -> states.add(state(key, entries, trim)));
        return states;
    }

    private StreamState state(String key, NavigableSet<EntryId> entries, boolean trim) {
        Optional<String> reader =
                key.endsWith("jobs")
                        ? Optional.of("rtmanager")
                        : key.endsWith("results") ? Optional.of("lobby") : Optional.empty();
        Optional<EntryId> readTo = reader.isPresent() ? readTo(key) : Optional.empty();
        Optional<String> kept = kept(key, reader, readTo);
        int before = entries.size();
        if (trim && kept.isEmpty()) {
            entries.headSet(readTo.orElseThrow()).clear();
        }
        return new StreamState(
                key,
                entries.size(),
                reader,
                readTo,
                readTo.map(id -> OptionalInt.of(entries.tailSet(id, false).size()))
                        .orElse(OptionalInt.empty()),
                trim ? OptionalLong.of(before - entries.size()) : OptionalLong.empty(),
                kept);
    }

    private Optional<EntryId> readTo(String key) {
        try {
            return Optional.ofNullable(offsets.get(key)).map(EntryId::parse);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<String> kept(String key, Optional<String> reader, Optional<EntryId> readTo) {
        if (reader.isEmpty()) {
            return Optional.of("its reader is not known");
        }
        if (readTo.isEmpty()) {
            return Optional.of("its reader has saved no offset");
        }
        EntryId end = new EntryId(last.getOrDefault(key, 0L), 0);
        return readTo.get().compareTo(end) > 0
                ? Optional.of("the offset of its reader is beyond its end")
                : Optional.empty();
    }
}
