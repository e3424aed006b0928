package rtm.workers;

import java.util.TreeMap;
import java.util.function.Consumer;
import rtm.domain.model.EntryId;

/**
 * Tracks which entries of one stream are done, and reports the highest id up to which all are.
 * Entries are handed out in the order of their ids and are done in any order; reported ids only
 * rise.
 */
final class LowWatermark {

    private final Consumer<EntryId> report;
    private final TreeMap<EntryId, Boolean> handedOut = new TreeMap<>();
    private boolean retired;

    LowWatermark(Consumer<EntryId> report) {
        this.report = report;
    }

    /** An entry is handed out. */
    synchronized void handedOut(EntryId id) {
        handedOut.put(id, false);
    }

    /** An entry is done; reports under the lock, so that a lower id cannot follow a higher one. */
    synchronized void done(EntryId id) {
        handedOut.replace(id, true);
        EntryId risen = EntryId.ZERO;
        while (!handedOut.isEmpty() && handedOut.firstEntry().getValue()) {
            risen = handedOut.pollFirstEntry().getKey();
        }
        if (!retired && !risen.equals(EntryId.ZERO)) {
            report.accept(risen);
        }
    }

    /** Stops reporting, because the stream was replaced. */
    synchronized void retire() {
        retired = true;
    }
}
