package rtm.main.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.JobStream;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.overview.Part;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.ServiceStatus.DependencyState;
import rtm.domain.overview.ServiceStatus.DiskState;
import rtm.domain.port.StoreOverview;

/**
 * Gauges of the present state. They show the same status that operators look at, and share its
 * reading: on export, at most once a second, with one deadline. A value that cannot be read is not
 * reported. Every process reports them, not only the leader: they matter most when there is no
 * leader.
 */
public final class Gauges implements AutoCloseable {

    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("status");
    private static final AttributeKey<String> HEALTH = AttributeKey.stringKey("health");
    private static final AttributeKey<String> DEPENDENCY = AttributeKey.stringKey("dependency");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("path");

    private final StatusSource source;
    private final BooleanSupplier leads;
    private final ObservableLongMeasurement leader;
    private final ObservableLongMeasurement up;
    private final ObservableLongMeasurement records;
    private final ObservableLongMeasurement games;
    private final ObservableLongMeasurement pending;
    private final ObservableLongMeasurement oldestPending;
    private final ObservableLongMeasurement open;
    private final ObservableLongMeasurement oldestOpen;
    private final Map<JobStream, ObservableLongMeasurement> oldestJobs;
    private final ObservableDoubleMeasurement free;
    private final BatchCallback callback;

    /** Reads the status, with a deadline of its own. */
    @FunctionalInterface
    public interface StatusSource {

        /** The status, at most a second old; parts that cannot be read are missing. */
        ServiceStatus read() throws InterruptedException;
    }

    /**
     * Reports from now on.
     *
     * @param leads whether this process leads; asks nobody
     */
    public Gauges(Meter meter, StatusSource source, BooleanSupplier leads) {
        this.source = source;
        this.leads = leads;
        leader = gauge(meter, "rtmanager.leader", "{process}", "1 if this process leads, else 0");
        up =
                gauge(
                        meter,
                        "rtmanager.dependency.up",
                        "{dependency}",
                        "1 if the dependency can do its work, else 0");
        records =
                gauge(
                        meter,
                        "rtmanager.runtime_records_by_status",
                        "{runtime}",
                        "Runtime records by status");
        games =
                gauge(
                        meter,
                        "rtmanager.games",
                        "{game}",
                        "Games that are not removed, by their last observed health");
        pending =
                gauge(
                        meter,
                        "rtmanager.outbox.pending",
                        "{message}",
                        "Messages that are committed but not yet published");
        oldestPending =
                gauge(
                        meter,
                        "rtmanager.outbox.oldest_age_ms",
                        "ms",
                        "How long the oldest message has waited for publication; 0 if none waits");
        open =
                gauge(
                        meter,
                        "rtmanager.operations.in_progress",
                        "{operation}",
                        "Operations in progress");
        oldestOpen =
                gauge(
                        meter,
                        "rtmanager.operations.oldest_age_ms",
                        "ms",
                        "How long the oldest operation has been in progress; 0 without one");
        oldestJobs = jobs(meter);
        free =
                meter.gaugeBuilder("rtmanager.disk.free")
                        .setUnit("1")
                        .setDescription("Part of the disk that is free, from 0 to 1")
                        .buildObserver();
        callback =
                meter.batchCallback(
                        this::report,
                        leader,
                        Stream.concat(
                                        Stream.of(
                                                up,
                                                records,
                                                games,
                                                pending,
                                                oldestPending,
                                                open,
                                                oldestOpen,
                                                free),
                                        oldestJobs.values().stream())
                                .toArray(ObservableMeasurement[]::new));
    }

    private static Map<JobStream, ObservableLongMeasurement> jobs(Meter meter) {
        Map<JobStream, ObservableLongMeasurement> ages = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            ages.put(
                    stream,
                    gauge(
                            meter,
                            "rtmanager.%s.oldest_unprocessed_age_ms".formatted(stream.wire()),
                            "ms",
                            "Age of the oldest entry after the saved offset; 0 without one"));
        }
        return ages;
    }

    private static ObservableLongMeasurement gauge(
            Meter meter, String name, String unit, String description) {
        return meter.gaugeBuilder(name)
                .ofLongs()
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
    }

    private void report() {
        leader.record(bit(leads.getAsBoolean()));
        try {
            report(source.read());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(ServiceStatus status) {
        for (DependencyState state : status.dependencies()) {
            up.record(bit(state.error().isEmpty()), Attributes.of(DEPENDENCY, state.name()));
        }
        status.store().seen().ifPresent(counted -> report(counted, status.at()));
        oldestJobs.forEach((stream, oldest) ->
                Optional.ofNullable(status.jobs().get(stream))
                        .flatMap(Part::seen)
                        .map(waiting -> waiting.oldest().orElse(Duration.ZERO))
                        .ifPresent(age -> oldest.record(age.toMillis())));
        for (Part<DiskState> disk : status.disks().values()) {
            disk.seen().ifPresent(this::report);
        }
    }

    private void report(StoreOverview.Summary counted, Instant now) {
        for (RuntimeStatus status : RuntimeStatus.values()) {
            records.record(
                    counted.tally().records().getOrDefault(status, 0L),
                    Attributes.of(STATUS, status.wire()));
        }
        for (HealthStatus health : HealthStatus.values()) {
            games.record(
                    counted.health().getOrDefault(health, 0L),
                    Attributes.of(HEALTH, health.wire()));
        }
        pending.record(counted.tally().outboxPending());
        oldestPending.record(age(counted.tally().oldestPending(), now));
        open.record(counted.open());
        oldestOpen.record(
                age(counted.oldest().stream().findFirst().map(OpenOperation::startedAt), now));
    }

    private void report(DiskState disk) {
        if (disk.space().total() > 0) {
            free.record(
                    (double) disk.space().free() / disk.space().total(),
                    Attributes.of(PATH, disk.path()));
        }
    }

    private static long bit(boolean set) {
        return set ? 1 : 0;
    }

    private static long age(Optional<Instant> since, Instant now) {
        return since.map(then -> Math.max(0, Duration.between(then, now).toMillis())).orElse(0L);
    }

    @Override
    public void close() {
        callback.close();
    }
}
