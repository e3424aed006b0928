package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.testkit.server.ServiceProcess;

/** The packaged program with a collector that is no help, or with variables that name none. */
final class CollectorIT {

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void clear() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void aCollectorThatIsAwayCostsAWarningAndNoTime(String protocol) throws Exception {
        String game = stage.newGame();
        try (ServiceProcess service =
                stage.service(Traced.exporting("http://127.0.0.1:9", protocol))) {
            stage.startJob(game, Stage.IMAGE);
            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
            service.awaitLine("WARN", "library reports", "opentelemetry");

            service.signal("TERM");

            assertThat(service.awaitExit()).isZero();
            assertThat(timeToClose(service.log())).isLessThan(Duration.ofSeconds(2));
            assertThat(service.log())
                    .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void aCollectorThatTakesEverythingAndNeverAnswersCostsAWarningAndItsShareOfTheEnd(
            String protocol) throws Exception {
        String game = stage.newGame();
        try (SilentServer collector = new SilentServer();
                ServiceProcess service =
                        stage.service(
                                Traced.exporting(
                                        "http://127.0.0.1:" + collector.port(), protocol))) {
            collector.awaitCaller();
            stage.startJob(game, Stage.IMAGE);
            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");

            service.signal("TERM");

            assertThat(service.awaitExit()).isZero();
            assertThat(timeToClose(service.log()))
                    .isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
            assertThat(service.log())
                    .anyMatch(line ->
                            line.contains("WARN")
                                    && line.contains("telemetry could not be flushed"))
                    .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTEL_TRACES_EXPORTER=carrier-pigeon",
                "OTEL_EXPORTER_OTLP_PROTOCOL=morse",
                "OTEL_EXPORTER_OTLP_ENDPOINT=nowhere",
                "OTEL_BSP_SCHEDULE_DELAY=soon",
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE=-1",
                "OTEL_TRACES_SAMPLER=dice",
                "OTEL_PROPAGATORS=smoke"
            })
    void aVariableThatCannotBeIsFatalAndSaysSo(String variable) throws Exception {
        Map<String, String> changes = new HashMap<>(Traced.exporting("http://127.0.0.1:9", "grpc"));
        int equals = variable.indexOf('=');
        changes.put(variable.substring(0, equals), variable.substring(equals + 1));

        try (ServiceProcess service = stage.launch(changes)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log())
                    .anyMatch(line ->
                            line.contains("ERROR")
                                    && line.contains("telemetry: ")
                                    && line.contains(variable.substring(equals + 1)));
        }
    }

    /** From the close before it; its share of ten seconds is one. */
    private static Duration timeToClose(List<String> log) {
        List<Instant> closes =
                log.stream()
                        .filter(line -> line.endsWith(" closed"))
                        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
                        .toList();
        assertThat(log).anyMatch(line -> line.endsWith("telemetry closed"));
        return Duration.between(closes.get(closes.size() - 2), closes.getLast());
    }

    @Test
    void anEndpointWithoutAnExporterIsAWarningOfBootAndPreflight() throws Exception {
        Map<String, String> changes =
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9",
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "morse");
        try (ServiceProcess service = stage.service(changes);
                ServiceProcess check = stage.launch(changes, "check")) {
            assertThat(service.log())
                    .anyMatch(line ->
                            line.contains("WARN")
                                    && line.contains("nothing is exported")
                                    && line.contains("OTEL_EXPORTER_OTLP_ENDPOINT"));
            assertThat(check.awaitExit()).isZero();
            assertThat(check.log())
                    .anyMatch(line -> line.matches("warn +telemetry +nothing is exported.*"));
        }
    }

    /** Lets everybody connect and send, and answers nobody. */
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> callers = new CopyOnWriteArrayList<>();
        private final CountDownLatch called = new CountDownLatch(1);

        SilentServer() throws IOException {
            Thread.ofVirtual().name("silent-collector").start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        void awaitCaller() throws InterruptedException {
            assertThat(called.await(30, TimeUnit.SECONDS)).as("a caller").isTrue();
        }

        private void accept() {
            try {
                while (true) {
                    callers.add(server.accept());
                    called.countDown();
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket caller : callers) {
                caller.close();
            }
        }
    }
}
