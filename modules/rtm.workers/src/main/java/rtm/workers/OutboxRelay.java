package rtm.workers;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.EventStreams;
import rtm.domain.port.EventStreams.StreamRefusedException;
import rtm.domain.port.Outbox;
import rtm.domain.time.Deadline;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.MessageSpans;

/**
 * Publishes committed messages at once, and in order per stream. A stream that refuses writes
 * delays no other. Messages that another process committed are found within a second.
 */
public final class OutboxRelay implements CommitSignal {

    private static final int BATCH = 256;
    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("event_type");
    private static final Log LOG = Log.of(OutboxRelay.class);

    private final Outbox outbox;
    private final EventStreams streams;
    private final LongCounter healthEvents;
    private final Intervals intervals;
    private final MessageSpans spans;
    private final Outage outage =
            new Outage(LOG, "messages wait in the outbox", "messages are published again");
    private final Semaphore committed = new Semaphore(0);
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Map<String, Deadline> suspended = new HashMap<>();
    private final Set<String> refusing = new HashSet<>();

    /** Wires the relay. */
    public OutboxRelay(Outbox outbox, EventStreams streams, OpenTelemetry telemetry) {
        this(outbox, streams, telemetry, Intervals.USUAL);
    }

    OutboxRelay(Outbox outbox, EventStreams streams, OpenTelemetry telemetry, Intervals intervals) {
        this.outbox = outbox;
        this.streams = streams;
        this.healthEvents =
                telemetry
                        .getMeter("rtm.workers")
                        .counterBuilder("rtmanager.health_events")
                        .setDescription("Health events published")
                        .setUnit("{event}")
                        .build();
        this.intervals = intervals;
        this.spans = new MessageSpans(telemetry);
    }

    @Override
    public void committed() {
        if (committed.availablePermits() == 0) {
            committed.release();
        }
    }

    /** Publishes until it is interrupted. */
    void run() throws InterruptedException {
        Backoff backoff = new Backoff(intervals.links());
        while (true) {
            try {
                publishAll();
                outage.ended();
                backoff.reset();
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                outage.failed(away);
                backoff.pause();
                continue;
            }
            if (committed.tryAcquire(intervals.outbox().toNanos(), TimeUnit.NANOSECONDS)) {
                committed.drainPermits();
            }
        }
    }

    private void publishAll() throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            boolean more = true;
            while (more) {
                Interruption.check();
                more = publishSome();
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Publishes until the outbox is empty or the time is up. A stream that refused writes a moment
     * ago is tried once more. Messages that cannot be published stay in the outbox.
     */
    public void flush(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        if (!tryLock(deadline)) {
            return;
        }
        try {
            suspended.clear();
            boolean more = true;
            while (more && !deadline.past()) {
                more = publishSome();
            }
        } catch (DependencyUnavailableException away) {
            LOG.warn("messages remain in the outbox", LogField.of("error", away.text()));
        } finally {
            oneAtATime.unlock();
        }
    }

    private boolean tryLock(Deadline deadline) {
        try {
            return oneAtATime.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean publishSome() {
        suspended.values().removeIf(Deadline::past);
        List<OutboxMessage> pending = outbox.pending(Set.copyOf(suspended.keySet()), BATCH);
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

    private void publish(String stream, List<OutboxMessage> messages) {
        List<Span> published = spans.publishing(messages);
        try {
            streams.publish(messages);
        } catch (StreamRefusedException refused) {
            suspended.put(stream, Deadline.in(intervals.refusedStream()));
            logRefusal(stream, refused);
            return;
        } finally {
            published.forEach(Span::end);
        }
        outbox.published(messages);
        messages.forEach(this::count);
        if (refusing.remove(stream)) {
            LOG.info("stream accepts writes again", LogField.of("stream", stream));
        }
    }

    private void count(OutboxMessage message) {
        String type = message.fields().get("event_type");
        if (type != null) {
            healthEvents.add(1, Attributes.of(EVENT_TYPE, type));
        }
    }

    private void logRefusal(String stream, StreamRefusedException refused) {
        String sentence = "stream refuses writes, its messages wait in the outbox";
        LogField[] pairs = {LogField.of("stream", stream), LogField.of("error", refused.text())};
        if (refusing.add(stream)) {
            LOG.error(sentence, pairs);
        } else {
            LOG.debug(sentence, pairs);
        }
    }
}
