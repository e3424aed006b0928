package rtm.workers;

import java.util.Optional;
import java.util.TreeMap;
import rtm.domain.model.EntryId;

/**
 * Follows which entries of one stream are done, and knows the highest id below which all of them
 * are. Entries are handed out in the order of their ids and come back in any order.
 */
final class LowWatermark {

    private final TreeMap<EntryId, Boolean> handedOut = new TreeMap<>();

    /** An entry is handed out. */
    synchronized void handedOut(EntryId id) {
        handedOut.put(id, false);
    }

    /**
     * An entry is done.
     *
     * @return the new watermark, if it rose
     */
    synchronized Optional<EntryId> done(EntryId id) {
        handedOut.replace(id, true);
        Optional<EntryId> risen = Optional.empty();
        while (!handedOut.isEmpty() && handedOut.firstEntry().getValue()) {
            risen = Optional.of(handedOut.pollFirstEntry().getKey());
        }
        return risen;
    }
}
