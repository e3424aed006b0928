package rtm.domain.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.port.JobStreams.StreamFacts;

/** The entries of one stream; its owner's lock guards it. */
final class InMemoryStream {

    private final List<JobEntry> entries = new ArrayList<>();
    private EntryId lastGenerated = EntryId.ZERO;
    private long added;

    void add(JobEntry entry) {
        if (entry.id().compareTo(lastGenerated) <= 0) {
            throw new IllegalArgumentException("ids of a stream only rise: " + entry.id());
        }
        entries.add(entry);
        lastGenerated = entry.id();
        added++;
    }

    void trimBelow(EntryId id) {
        entries.removeIf(entry -> entry.id().compareTo(id) < 0);
    }

    void remove(EntryId id) {
        entries.removeIf(entry -> entry.id().equals(id));
    }

    List<JobEntry> after(EntryId position, int count) {
        return entries.stream()
                .filter(entry -> entry.id().compareTo(position) > 0)
                .limit(count)
                .toList();
    }

    StreamFacts facts() {
        return new StreamFacts(
                true,
                entries.size(),
                lastGenerated,
                entries.stream().findFirst().map(JobEntry::id),
                OptionalLong.of(added));
    }
}
