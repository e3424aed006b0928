package rtm.domain.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;

/**
 * The order of jobs across both streams: by entry id, and on equal ids a start first. If a read
 * reached its count, its stream may have more entries, so entries above its last id wait for the
 * next read.
 *
 * @param ready entries whose order is known, in order
 * @param held entries that wait for the next read, by stream, in order
 */
public record JobOrder(List<JobEntry> ready, Map<JobStream, List<JobEntry>> held) {

    private static final Comparator<JobEntry> ORDER =
            Comparator.comparing(JobEntry::id).thenComparing(JobEntry::stream);

    /**
     * Sorts held and new entries.
     *
     * @param held entries of earlier reads
     * @param read entries of this read
     * @param mayHoldMore the streams that may have more entries than were read
     */
    public static JobOrder of(
            Map<JobStream, List<JobEntry>> held,
            Map<JobStream, List<JobEntry>> read,
            List<JobStream> mayHoldMore) {
        Map<JobStream, List<JobEntry>> known = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            List<JobEntry> entries = new ArrayList<>(held.getOrDefault(stream, List.of()));
            entries.addAll(read.getOrDefault(stream, List.of()));
            known.put(stream, entries);
        }
        Optional<EntryId> barrier =
                mayHoldMore.stream()
                        .map(known::get)
                        .filter(entries -> entries != null && !entries.isEmpty())
                        .map(entries -> entries.getLast().id())
                        .min(Comparator.naturalOrder());
        List<JobEntry> ready = new ArrayList<>();
        Map<JobStream, List<JobEntry>> waiting = new EnumMap<>(JobStream.class);
        known.forEach((stream, entries) -> {
            for (JobEntry entry : entries) {
                if (barrier.filter(last -> entry.id().compareTo(last) > 0).isPresent()) {
                    waiting.computeIfAbsent(stream, _ -> new ArrayList<>()).add(entry);
                } else {
                    ready.add(entry);
                }
            }
        });
        ready.sort(ORDER);
        return new JobOrder(ready, waiting);
    }
}
