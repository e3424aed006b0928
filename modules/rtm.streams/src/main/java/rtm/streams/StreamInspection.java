package rtm.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

/**
 * Reads the replies to XINFO STREAM of one stream, one after the other.
 *
 * <p>Redis reports the highest id that was deleted by name, but not the highest that was trimmed.
 * It counts all entries ever added, so entries that are missing show a removal. The highest id that
 * may have been trimmed is then the one before the first remaining entry. If no more entries are
 * missing than had been added at the previous reply, it is at most the last id of that reply.
 */
final class StreamInspection {

    private long knownAdded;
    private EntryId knownLast = EntryId.ZERO;

    /** Reads a reply; replies must be passed in the order of time. */
    synchronized StreamFacts read(List<?> reply) {
        Map<String, Object> values = values(reply);
        long length = number(values, "length").orElse(0L);
        EntryId last = id(values.get("last-generated-id"));
        Optional<EntryId> highestDeleted =
                number(values, "entries-added")
                        .map(added -> highestDeleted(values, added, length, last));
        return new StreamFacts(true, length, last, highestDeleted);
    }

    private EntryId highestDeleted(
            Map<String, Object> values, long added, long length, EntryId last) {
        if (added < knownAdded || last.compareTo(knownLast) < 0) {
            knownAdded = 0;
            knownLast = EntryId.ZERO;
        }
        EntryId deleted = id(values.get("max-deleted-entry-id"));
        EntryId trimmed = highestTrimmed(first(values), added - length, last);
        knownAdded = added;
        knownLast = last;
        return later(deleted, trimmed);
    }

    private EntryId highestTrimmed(Optional<EntryId> first, long missing, EntryId last) {
        if (missing <= 0) {
            return EntryId.ZERO;
        }
        EntryId highest = first.map(StreamInspection::before).orElse(last);
        return missing <= knownAdded ? earlier(highest, knownLast) : highest;
    }

    private static Optional<EntryId> first(Map<String, Object> values) {
        return values.get("first-entry") instanceof List<?> entry && !entry.isEmpty()
                ? Optional.of(id(entry.getFirst()))
                : Optional.empty();
    }

    private static EntryId before(EntryId id) {
        if (id.sequence() != 0) {
            return new EntryId(id.millis(), id.sequence() - 1);
        }
        return id.millis() != 0 ? new EntryId(id.millis() - 1, -1L) : EntryId.ZERO;
    }

    private static EntryId later(EntryId one, EntryId other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static EntryId earlier(EntryId one, EntryId other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Map<String, Object> values(List<?> reply) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            Object value = reply.get(i + 1);
            if (value != null) {
                values.put(Text.answer(reply.get(i)), value);
            }
        }
        return values;
    }

    private static Optional<Long> number(Map<String, Object> values, String name) {
        return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    private static EntryId id(@Nullable Object value) {
        String text = Text.answer(value);
        return text.isEmpty() ? EntryId.ZERO : EntryId.parse(text);
    }
}
