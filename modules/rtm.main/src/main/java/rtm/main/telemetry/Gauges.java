package rtm.main.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.StoreTally;

/**
 * Gauges of the present state, read on export and at most once a second: one query, and two
 * commands per job stream, each with its own deadline. A value that cannot be read is not reported.
 * Every process reports them, not only the leader: they matter most when there is no leader.
 */
public final class Gauges implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("status");
    private static final Log LOG = Log.of(Gauges.class);

    private final InstantSource clock;
    private final Recent<StoreTally.Tally> tally;
    private final Map<JobStream, Recent<Optional<EntryId>>> waiting =
            new EnumMap<>(JobStream.class);
    private final List<BatchCallback> callbacks;

    public Gauges(
            Meter meter,
            StoreTally store,
            Function<JobStream, Optional<EntryId>> oldestJob,
            InstantSource clock) {
        this.clock = clock;
        this.tally = new Recent<>(FRESH, store::tally);
        for (JobStream stream : JobStream.values()) {
            waiting.put(stream, new Recent<>(FRESH, () -> oldestJob.apply(stream)));
        }
        this.callbacks =
                List.of(
                        store(meter),
                        age(meter, JobStream.START_JOBS),
                        age(meter, JobStream.STOP_JOBS));
    }

    private BatchCallback store(Meter meter) {
        ObservableLongMeasurement records =
                gauge(
                        meter,
                        "rtmanager.runtime_records_by_status",
                        "{runtime}",
                        "Runtime records by status");
        ObservableLongMeasurement pending =
                gauge(
                        meter,
                        "rtmanager.outbox.pending",
                        "{message}",
                        "Messages that are committed but not yet published");
        ObservableLongMeasurement oldest =
                gauge(
                        meter,
                        "rtmanager.outbox.oldest_age_ms",
                        "ms",
                        "How long the oldest message has waited for publication; 0 if none waits");
        return meter.batchCallback(
                () -> observed(() -> report(tally.look(), records, pending, oldest)),
                records,
                pending,
                oldest);
    }

    private void report(
            StoreTally.Tally counted,
            ObservableLongMeasurement records,
            ObservableLongMeasurement pending,
            ObservableLongMeasurement oldest) {
        for (RuntimeStatus status : RuntimeStatus.values()) {
            records.record(
                    counted.records().getOrDefault(status, 0L),
                    Attributes.of(STATUS, status.wire()));
        }
        pending.record(counted.outboxPending());
        oldest.record(counted.oldestPending().map(this::millisSince).orElse(0L));
    }

    private BatchCallback age(Meter meter, JobStream stream) {
        ObservableLongMeasurement age =
                gauge(
                        meter,
                        "rtmanager.%s.oldest_unprocessed_age_ms".formatted(stream.wire()),
                        "ms",
                        "Age of the oldest entry after the saved offset; 0 without one");
        Recent<Optional<EntryId>> oldest = Objects.requireNonNull(waiting.get(stream));
        return meter.batchCallback(
                () ->
                        observed(() ->
                                age.record(
                                        oldest.look()
                                                .map(id -> Instant.ofEpochMilli(id.millis()))
                                                .map(this::millisSince)
                                                .orElse(0L))),
                age);
    }

    private static ObservableLongMeasurement gauge(
            Meter meter, String name, String unit, String description) {
        return meter.gaugeBuilder(name)
                .ofLongs()
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
    }

    private long millisSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toMillis());
    }

    private static void observed(Runnable look) {
        try {
            look.run();
        } catch (DependencyUnavailableException away) {
            LOG.debug("gauges cannot be read", LogField.of("error", away.text()));
        }
    }

    @Override
    public void close() {
        callbacks.forEach(BatchCallback::close);
    }
}
