package rtm.domain.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;

/**
 * The job streams in memory; ids of both come from one counter, in the order in which entries are
 * added.
 */
public final class InMemoryJobStreams implements JobStreams, JobBacklog {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FakeRedis redis = new FakeRedis();
    private final String runId = UUID.randomUUID().toString();
    private final Map<JobStream, InMemoryStream> streams = new EnumMap<>(JobStream.class);
    private final Map<JobStream, StreamOffset> offsets = new EnumMap<>(JobStream.class);
    private long lastMillis;
    private long wakes;
    private int waiting;

    /** Both streams are absent, and no offset is saved. */
    public InMemoryJobStreams() {}

    /** Whether every call fails from now on, including waiting ones. */
    public void unavailable(boolean away) {
        redis.unavailable(away);
        locked(changed::signalAll);
    }

    /** The next calls take effect and then fail, as many as given. */
    public void loseAnswers(int calls) {
        redis.loseAnswers(calls);
    }

    /** Adds an entry with the next id; names and values alternate and may repeat. */
    public EntryId add(JobStream stream, String... namesAndValues) {
        List<JobEntry.Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new JobEntry.Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return add(stream, fields);
    }

    /** Adds an entry with the next id. */
    public EntryId add(JobStream stream, List<JobEntry.Field> fields) {
        lock.lock();
        try {
            return addAt(stream, new EntryId(lastMillis + 1, 0), fields);
        } finally {
            lock.unlock();
        }
    }

    /** Adds an entry with that id, which must be above the last one of the stream. */
    public EntryId addAt(JobStream stream, EntryId id, List<JobEntry.Field> fields) {
        locked(() -> {
            stream(stream).add(new JobEntry(stream, id, fields));
            lastMillis = Math.max(lastMillis, id.millis());
            changed.signalAll();
        });
        return id;
    }

    /** Someone trims every entry below that id. */
    public void trimBelow(JobStream stream, EntryId id) {
        locked(() -> stream(stream).trimBelow(id));
    }

    /** Someone deletes an entry by its id. */
    public void remove(JobStream stream, EntryId id) {
        locked(() -> stream(stream).remove(id));
    }

    /** Redis loses the stream's key; its ids start again. The saved offset stays. */
    public void delete(JobStream stream) {
        locked(() -> {
            streams.remove(stream);
            lastMillis = 0;
        });
    }

    /** Someone deletes the stream's key; the ids of its next entries are still higher. */
    public void deleteKey(JobStream stream) {
        locked(() -> streams.remove(stream));
    }

    /** Someone replaces an offset with an invalid value. */
    public void spoilOffset(JobStream stream) {
        locked(() -> offsets.remove(stream));
    }

    /** Whether a thread waits in {@link #read} right now. */
    public boolean someoneWaits() {
        lock.lock();
        try {
            return waiting > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String key(JobStream stream) {
        return "runtime:" + stream.wire();
    }

    @Override
    public Optional<StreamOffset> savedOffset(JobStream stream) {
        return redis.call(() -> offset(stream));
    }

    private Optional<StreamOffset> offset(JobStream stream) {
        lock.lock();
        try {
            return Optional.ofNullable(offsets.get(stream));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void saveOffset(JobStream stream, StreamOffset offset) {
        redis.run(() -> locked(() -> offsets.put(stream, offset)));
    }

    @Override
    public Batch read(Map<JobStream, EntryId> after, int count, Duration block) {
        return new Batch(redis.call(() -> waitAndTake(after, count, block)), Set.of());
    }

    private Map<JobStream, List<JobEntry>> waitAndTake(
            Map<JobStream, EntryId> after, int count, Duration block) {
        lock.lock();
        try {
            long left = block.toNanos();
            long wakesBefore = wakes;
            waiting++;
            Map<JobStream, List<JobEntry>> found = take(after, count);
            while (found.isEmpty() && left > 0 && wakes == wakesBefore) {
                left = changed.awaitNanos(left);
                redis.requireAvailable();
                found = take(after, count);
            }
            return found;
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new DependencyUnavailableException(
                    Dependency.REDIS, "interrupted while waiting for jobs", cancelled);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private Map<JobStream, List<JobEntry>> take(Map<JobStream, EntryId> after, int count) {
        Map<JobStream, List<JobEntry>> found = new EnumMap<>(JobStream.class);
        after.forEach((stream, position) -> {
            List<JobEntry> entries =
                    streams.containsKey(stream) ? stream(stream).after(position, count) : List.of();
            if (!entries.isEmpty()) {
                found.put(stream, entries);
            }
        });
        return found;
    }

    @Override
    public void wake() {
        locked(() -> {
            wakes++;
            changed.signalAll();
        });
    }

    @Override
    public Optional<EntryId> firstEntry(String key) {
        for (JobStream stream : JobStream.values()) {
            if (key(stream).equals(key)) {
                return read(Map.of(stream, EntryId.ZERO), 1, Duration.ZERO).of(stream).stream()
                        .findFirst()
                        .map(JobEntry::id);
            }
        }
        return Optional.empty();
    }

    @Override
    public StreamFacts facts(JobStream stream) {
        return redis.call(() -> factsOf(stream));
    }

    @Override
    public Optional<EntryId> oldestUnprocessed(JobStream stream) {
        EntryId done = savedOffset(stream).map(StreamOffset::id).orElse(EntryId.ZERO);
        return read(Map.of(stream, done), 1, Duration.ZERO).of(stream).stream()
                .findFirst()
                .map(JobEntry::id);
    }

    @Override
    public Place place() {
        return new Place(
                Optional.of(runId), 0, Arrays.stream(JobStream.values()).map(this::key).toList());
    }

    @Override
    public int unprocessed(JobStream stream) {
        EntryId done = savedOffset(stream).map(StreamOffset::id).orElse(EntryId.ZERO);
        return read(Map.of(stream, done), MOST_COUNTED, Duration.ZERO).of(stream).size();
    }

    private StreamFacts factsOf(JobStream stream) {
        lock.lock();
        try {
            return streams.containsKey(stream) ? stream(stream).facts() : StreamFacts.ABSENT;
        } finally {
            lock.unlock();
        }
    }

    private InMemoryStream stream(JobStream stream) {
        return streams.computeIfAbsent(stream, _ -> new InMemoryStream());
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
