package rtm.workers.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamOffset;

/**
 * Tracks which entries of one stream are done, and reports the highest one up to which all are.
 * Entries are handed out in the order of their ids and are done in any order; reported ids only
 * rise.
 */
final class LowWatermark {

    private final Consumer<StreamOffset> report;
    private final TreeMap<EntryId, Entry> handedOut = new TreeMap<>();

    /** Positions whose number became known, in order; entries after one are counted from it. */
    private final Deque<StreamOffset> counted = new ArrayDeque<>();

    private @Nullable StreamOffset last;
    private boolean retired;

    LowWatermark(Consumer<StreamOffset> report) {
        this.report = report;
    }

    private record Entry(StreamOffset offset, boolean done) {}

    /**
     * The number of a position is known now. It may be after entries that are not handed out yet.
     */
    synchronized void counted(StreamOffset position) {
        if (!counted.isEmpty() && counted.getLast().id().equals(position.id())) {
            counted.removeLast();
        }
        counted.add(position);
        if (last == null || last.id().equals(position.id())) {
            boolean news = !position.equals(last) && !position.equals(StreamOffset.BEGINNING);
            last = position;
            handedOut.computeIfPresent(
                    position.id(), (_, entry) -> new Entry(position, entry.done()));
            if (news && handedOut.isEmpty() && !retired) {
                report.accept(position);
            }
        }
    }

    /** An entry is handed out. */
    synchronized void handedOut(EntryId id) {
        while (!counted.isEmpty() && counted.element().id().compareTo(id) < 0) {
            last = counted.remove();
        }
        StreamOffset offset = (last == null ? StreamOffset.at(id) : last).after(id, 1);
        last = offset;
        handedOut.put(id, new Entry(offset, false));
    }

    /** An entry is done; reports under the lock, so that a lower id cannot follow a higher one. */
    synchronized void done(EntryId id) {
        handedOut.computeIfPresent(id, (_, entry) -> new Entry(entry.offset(), true));
        @Nullable StreamOffset risen = null;
        while (!handedOut.isEmpty() && handedOut.firstEntry().getValue().done()) {
            risen = handedOut.pollFirstEntry().getValue().offset();
        }
        if (!retired && risen != null) {
            report.accept(risen);
        }
    }

    /** How many entries are done though an earlier one is not. */
    synchronized long doneEarly() {
        return handedOut.values().stream().filter(Entry::done).count();
    }

    /** Stops reporting, because the stream was replaced. */
    synchronized void retire() {
        retired = true;
    }
}
