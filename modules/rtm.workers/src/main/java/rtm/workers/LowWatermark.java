package rtm.workers;

import java.util.TreeMap;
import java.util.function.Consumer;
import rtm.domain.model.EntryId;

/**
 * Follows which entries of one stream are done, and reports the highest id up to which all of them
 * are. Entries are handed out in the order of their ids and come back in any order; reports only
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

    /** An entry is done; reports under the lock, so that no lower report comes after. */
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

    /** Reports no more, since the stream is another one now. */
    synchronized void retire() {
        retired = true;
    }
}
