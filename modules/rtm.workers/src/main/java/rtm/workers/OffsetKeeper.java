package rtm.workers;

import java.util.EnumMap;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;

/** Saves offsets as they rise. A save that comes late costs a second look at jobs that are done. */
final class OffsetKeeper {

    private final JobStreams streams;
    private final Backoff.Waits waits;
    private final Outage outage =
            new Outage(
                    Log.of(OffsetKeeper.class),
                    "offset could not be saved yet",
                    "offsets are saved again");
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

    /** The stream is another one now, and none of its entries is done. */
    void begunAnew(JobStream stream) {
        risen(stream, EntryId.ZERO);
    }

    /** Saves what rises, until it is interrupted. */
    void run() throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        while (true) {
            awaitUnsaved();
            try {
                saveAll();
                outage.ended();
                backoff.reset();
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                outage.failed(away);
                backoff.pause();
            }
        }
    }

    /**
     * Saves what is left, once.
     *
     * @throws DependencyUnavailableException if Redis is away
     */
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

    private void saveAll() {
        Map<JobStream, EntryId> saving;
        synchronized (monitor) {
            saving = new EnumMap<>(unsaved);
        }
        saving.forEach(streams::saveOffset);
        synchronized (monitor) {
            saving.forEach(unsaved::remove);
        }
    }
}
