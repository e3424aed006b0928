package rtm.workers.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.workers.WorkersWorld;

class WorkerTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @Test
    void aFailedWorkerIsRestartedLoggedAndCounted() throws Exception {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        WorkerMetrics metrics =
                new WorkerMetrics(
                        OpenTelemetrySdk.builder()
                                .setMeterProvider(
                                        SdkMeterProvider.builder()
                                                .registerMetricReader(reader)
                                                .build())
                                .build());
        CountDownLatch started = new CountDownLatch(4);
        Worker worker =
                new Worker(
                                "clumsy",
                                metrics,
                                WorkersWorld.waits(1, 2),
                                () -> {
                                    started.countDown();
                                    switch ((int) started.getCount()) {
                                        case 3 -> throw new IllegalStateException("as asked");
                                        case 2 -> throw new NoClassDefFoundError("as asked");
                                        case 1 -> throw new IllegalStateException("as asked");
                                        default -> new CountDownLatch(1).await();
                                    }
                                })
                        .start();
        started.await();
        worker.stop(LONG);
        assertThat(log.lines("ERROR", "worker failed, restarting", "worker=clumsy")).hasSize(3);
        assertThat(reader.collectAllMetrics())
                .singleElement()
                .satisfies(data -> {
                    assertThat(data.getName()).isEqualTo("rtmanager.worker.restarts");
                    assertThat(data.getLongSumData().getPoints())
                            .singleElement()
                            .satisfies(point -> assertThat(point.getValue()).isEqualTo(3));
                });
    }

    @Test
    void aFailureAfterAnInterruptEndsItWithoutALogLine() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Worker worker =
                new Worker(
                                "cut",
                                none(),
                                WorkersWorld.waits(1, 2),
                                () -> {
                                    started.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException cut) {
                                        Thread.currentThread().interrupt();
                                        throw new IllegalStateException(cut);
                                    }
                                })
                        .start();
        started.await();
        worker.stop(LONG);
        assertThat(log.lines("cut")).isEmpty();
    }

    @Test
    void oneThatWasNeverStartedCanBeStopped() throws Exception {
        new Worker("idle", none(), WorkersWorld.waits(1, 2), () -> {}).stop(LONG);
        assertThat(log.lines("idle")).isEmpty();
    }

    @Test
    void oneThatDoesNotEndInTimeIsLogged() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Worker worker =
                new Worker(
                                "deaf",
                                none(),
                                WorkersWorld.waits(1, 2),
                                () -> {
                                    started.countDown();
                                    while (end.getCount() > 0) {
                                        Thread.onSpinWait();
                                    }
                                })
                        .start();
        started.await();
        worker.stop(Duration.ofMillis(1));
        assertThat(log.lines("WARN", "did not end in time", "worker=deaf")).hasSize(1);
        end.countDown();
        worker.stop(LONG);
    }

    private static WorkerMetrics none() {
        return new WorkerMetrics(OpenTelemetry.noop());
    }
}
