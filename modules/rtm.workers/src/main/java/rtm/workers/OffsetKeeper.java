package rtm.workers;

import java.util.EnumMap;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;

/** Saves offsets as they rise. A save that comes late costs a second look at jobs that are done. */
final class OffsetKeeper {

    private static final Log LOG = Log.of(OffsetKeeper.class);

    private final JobStreams streams;
    private final Backoff.Waits waits;
    private final Object monitor = new Object();
    private final Map<JobStream, EntryId> unsaved = new EnumMap<>(JobStream.class);

    OffsetKeeper(JobStreams streams, Backoff.Waits waits) {
        this.streams = streams;
        this.waits = waits;
    }

    /** Every entry of the stream up to this one is done. */
    void risen(JobStream stream, EntryId offset) {
        synchronized (monitor) {
            unsaved.put(stream, offset);
            monitor.notifyAll();
        }
    }

    /** Saves what rises, until it is interrupted. */
    void run() throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        while (true) {
            awaitUnsaved();
            if (saveAll()) {
                backoff.reset();
            } else {
                backoff.pause();
            }
        }
    }

    /** Saves what is left, once. */
    void flush() {
        saveAll();
    }

    private void awaitUnsaved() throws InterruptedException {
        synchronized (monitor) {
            while (unsaved.isEmpty()) {
                monitor.wait();
            }
        }
    }

    private boolean saveAll() {
        Map<JobStream, EntryId> saving;
        synchronized (monitor) {
            saving = new EnumMap<>(unsaved);
        }
        try {
            saving.forEach(streams::saveOffset);
        } catch (DependencyUnavailableException away) {
            LOG.warn("offset could not be saved yet", Pair.of("error", away.text()));
            return false;
        }
        synchronized (monitor) {
            saving.forEach(unsaved::remove);
        }
        return true;
    }
}
