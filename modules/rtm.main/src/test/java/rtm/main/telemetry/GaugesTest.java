package rtm.main.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtm.domain.overview.ServiceStatus;

class GaugesTest {

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final SdkMeterProvider meters =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
    private ServiceStatus status = SampleStatus.seen();
    private boolean leads = true;
    private boolean interrupted;
    private int looks;

    private final Gauges gauges = new Gauges(meters.get("test"), this::read, () -> leads);

    @AfterEach
    void close() {
        meters.close();
    }

    private ServiceStatus read() throws InterruptedException {
        looks++;
        if (interrupted) {
            throw new InterruptedException();
        }
        return status;
    }

    @Test
    void whatIsThereIsReportedAndWhatIsNotIsZero() {
        assertThat(points())
                .containsExactlyInAnyOrder(
                        "leader  1",
                        "dependency.up postgres 1",
                        "dependency.up docker network 0",
                        "runtime_records_by_status running 3",
                        "runtime_records_by_status stopped 0",
                        "runtime_records_by_status removed 0",
                        "games starting 0",
                        "games healthy 0",
                        "games exited 0",
                        "games oom 0",
                        "games container_disappeared 0",
                        "games inspect_unhealthy 0",
                        "games probe_failed 1",
                        "games stopped 0",
                        "outbox.pending  2",
                        "outbox.oldest_age_ms  700",
                        "operations.in_progress  2",
                        "operations.oldest_age_ms  9000",
                        "start_jobs.oldest_unprocessed_age_ms  1500",
                        "stop_jobs.oldest_unprocessed_age_ms  0",
                        "disk.free /games 0.25");
    }

    @Test
    void allGaugesShareOneLook() {
        points();

        assertThat(looks).isOne();
    }

    @Test
    void whatCannotBeReadIsMissingAndTheRestIsThere() {
        status = SampleStatus.missing();
        leads = false;

        assertThat(points()).containsExactlyInAnyOrder("leader  0", "dependency.up postgres 0");
    }

    @Test
    void anInterruptedLookReportsOnlyWhatTheProcessKnows() {
        interrupted = true;

        assertThat(points()).containsExactly("leader  1");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void nothingIsReadOnceTheyAreClosed() {
        gauges.close();

        assertThat(points()).isEmpty();
        assertThat(looks).isZero();
    }

    private List<String> points() {
        return reader.collectAllMetrics().stream().flatMap(GaugesTest::points).toList();
    }

    private static Stream<String> points(MetricData metric) {
        return Stream.concat(
                metric.getLongGaugeData().getPoints().stream()
                        .map(point -> shown(metric, point, point.getValue())),
                metric.getDoubleGaugeData().getPoints().stream()
                        .map(point -> shown(metric, point, point.getValue())));
    }

    private static String shown(MetricData metric, PointData point, Number value) {
        return "%s %s %s"
                .formatted(
                        metric.getName().replaceFirst("^rtmanager\\.", ""),
                        point.getAttributes().asMap().values().stream()
                                .map(String::valueOf)
                                .findFirst()
                                .orElse(""),
                        value);
    }
}
