package rtm.workers;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.EventStreams;
import rtm.domain.port.EventStreams.StreamRefusedException;
import rtm.domain.port.Outbox;

/**
 * Publishes what was committed, at once and in order per stream. A stream that refuses writes holds
 * up only itself. What another process committed is found within a second.
 */
public final class OutboxRelay implements CommitSignal {

    private static final int BATCH = 256;
    private static final Log LOG = Log.of(OutboxRelay.class);

    private final Outbox outbox;
    private final EventStreams streams;
    private final Pace pace;
    private final Semaphore committed = new Semaphore(0);
    private final Map<String, Long> refusedUntil = new HashMap<>();
    private final Object oneAtATime = new Object();

    /** Wires the relay. */
    public OutboxRelay(Outbox outbox, EventStreams streams) {
        this(outbox, streams, Pace.USUAL);
    }

    OutboxRelay(Outbox outbox, EventStreams streams, Pace pace) {
        this.pace = pace;
        this.outbox = outbox;
        this.streams = streams;
    }

    @Override
    public void committed() {
        if (committed.availablePermits() == 0) {
            committed.release();
        }
    }

    /** Publishes until it is interrupted. */
    void run() throws InterruptedException {
        Backoff backoff = new Backoff(pace.links());
        while (true) {
            try {
                while (publishSome()) {
                    backoff.reset();
                }
                if (committed.tryAcquire(pace.outbox().toNanos(), TimeUnit.NANOSECONDS)) {
                    committed.drainPermits();
                }
            } catch (DependencyUnavailableException away) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                LOG.warn("messages wait in the outbox", Pair.of("error", away.text()));
                backoff.pause();
            }
        }
    }

    /** Publishes what is there, until nothing is left or the time is up. */
    public void flush(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (System.nanoTime() - deadline < 0 && publishSome()) {
                LOG.debug("messages of the outbox were published");
            }
        } catch (DependencyUnavailableException away) {
            LOG.warn("messages are left in the outbox", Pair.of("error", away.text()));
        }
    }

    private boolean publishSome() {
        synchronized (oneAtATime) {
            List<OutboxMessage> pending = outbox.pending(refusing(), BATCH);
            Map<String, List<OutboxMessage>> byStream =
                    pending.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            OutboxMessage::stream,
                                            LinkedHashMap::new,
                                            Collectors.toList()));
            byStream.forEach(this::publish);
            return !pending.isEmpty();
        }
    }

    private void publish(String stream, List<OutboxMessage> messages) {
        try {
            streams.publish(messages);
        } catch (StreamRefusedException refused) {
            refusedUntil.put(stream, System.nanoTime() + pace.refusedStream().toNanos());
            LOG.error(
                    "stream refuses writes, its messages wait in the outbox",
                    Pair.of("stream", stream),
                    Pair.of("error", refused.text()));
            return;
        }
        outbox.published(messages);
    }

    private Set<String> refusing() {
        long now = System.nanoTime();
        refusedUntil.values().removeIf(until -> now - until >= 0);
        return Set.copyOf(refusedUntil.keySet());
    }
}
