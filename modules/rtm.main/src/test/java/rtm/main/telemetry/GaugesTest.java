package rtm.main.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.StoreTally.Tally;

class GaugesTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final SdkMeterProvider meters =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
    private int looks;
    private boolean away;

    private final Gauges gauges =
            new Gauges(meters.get("test"), this::tally, this::oldest, InstantSource.fixed(NOON));

    @AfterEach
    void close() {
        meters.close();
    }

    private Tally tally() {
        looks++;
        if (away) {
            throw new DependencyUnavailableException(Dependency.POSTGRES, "away", null);
        }
        return new Tally(Map.of(RuntimeStatus.RUNNING, 3L), 2, Optional.of(NOON.minusMillis(700)));
    }

    private Optional<EntryId> oldest(JobStream stream) {
        return switch (stream) {
            case START_JOBS -> Optional.of(new EntryId(NOON.minusMillis(1500).toEpochMilli(), 3));
            case STOP_JOBS -> Optional.empty();
        };
    }

    @Test
    void whatIsThereIsReportedAndWhatIsNotIsZero() {
        List<String> points = points();

        assertThat(points)
                .containsExactlyInAnyOrder(
                        "rtmanager.runtime_records_by_status running 3",
                        "rtmanager.runtime_records_by_status stopped 0",
                        "rtmanager.runtime_records_by_status removed 0",
                        "rtmanager.outbox.pending  2",
                        "rtmanager.outbox.oldest_age_ms  700",
                        "rtmanager.start_jobs.oldest_unprocessed_age_ms  1500",
                        "rtmanager.stop_jobs.oldest_unprocessed_age_ms  0");
    }

    @Test
    void manyLooksInAMomentAreOneQuery() {
        points();
        points();
        points();

        assertThat(looks).isOne();
    }

    @Test
    void whatCannotBeLookedUpIsMissingAndTheRestIsThere() {
        away = true;

        assertThat(points())
                .containsExactlyInAnyOrder(
                        "rtmanager.start_jobs.oldest_unprocessed_age_ms  1500",
                        "rtmanager.stop_jobs.oldest_unprocessed_age_ms  0");
    }

    @Test
    void nothingIsLookedUpOnceTheyAreClosed() {
        gauges.close();

        assertThat(points()).isEmpty();
        assertThat(looks).isZero();
    }

    private List<String> points() {
        return reader.collectAllMetrics().stream()
                .flatMap(metric ->
                        metric.getLongGaugeData().getPoints().stream()
                                .map(point -> shown(metric, point)))
                .toList();
    }

    private static String shown(MetricData metric, LongPointData point) {
        return "%s %s %d"
                .formatted(
                        metric.getName(),
                        point.getAttributes().asMap().values().stream()
                                .map(String::valueOf)
                                .findFirst()
                                .orElse(""),
                        point.getValue());
    }
}
