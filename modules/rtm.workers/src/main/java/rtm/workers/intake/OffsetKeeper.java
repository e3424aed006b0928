package rtm.workers.intake;

import java.util.EnumMap;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobStreams;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Interruption;

/**
 * Saves offsets when they rise. If a save is late, finished jobs are only read and skipped again.
 */
public final class OffsetKeeper {

    private final JobStreams streams;
    private final Backoff.Waits waits;
    private final Outage outage =
            new Outage(
                    Log.of(OffsetKeeper.class),
                    "offset could not be saved yet",
                    "offsets are saved again");
    private final Object monitor = new Object();
    private final Map<JobStream, StreamOffset> unsaved = new EnumMap<>(JobStream.class);

    public OffsetKeeper(JobStreams streams, Backoff.Waits waits) {
        this.streams = streams;
        this.waits = waits;
    }

    /** Every entry of the stream up to this one is done. */
    void risen(JobStream stream, StreamOffset offset) {
        synchronized (monitor) {
            unsaved.put(stream, offset);
            monitor.notifyAll();
        }
    }

    /** The stream was replaced, and none of its entries is done. */
    void startOver(JobStream stream, StreamOffset beginning) {
        risen(stream, beginning);
    }

    /** Saves offsets until it is interrupted. */
    public void run() throws InterruptedException {
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
     * Saves the unsaved offsets once.
     *
     * @throws DependencyUnavailableException if Redis is down
     */
    public void flush() {
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
        Map<JobStream, StreamOffset> saving;
        synchronized (monitor) {
            saving = new EnumMap<>(unsaved);
        }
        saving.forEach(streams::saveOffset);
        synchronized (monitor) {
            saving.forEach(unsaved::remove);
        }
    }
}
