package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** Boot and shutdown of the packaged program, as the runbook describes them. */
final class BootIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aHealthyBootWritesTheRunbooksLinesInItsOrderAndNothingElseOnTop() throws Exception {
        ServiceProcess service = stage.service();
        service.awaitLine("worker started", "worker=stop-jobs-consumer");

        List<String> sentences =
                List.of(
                        "migrations applied",
                        "postgres ping ok",
                        "redis ping ok",
                        "docker ping ok",
                        "docker network found",
                        "telemetry exporter started",
                        "internal http listening",
                        "reconciler initial pass completed",
                        "worker started");
        List<String> log = service.log();
        assertThat(
                        log.stream()
                                .flatMap(line -> sentences.stream().filter(line::contains))
                                .distinct())
                .containsExactlyElementsOf(sentences);
        assertThat(log)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z (INFO|WARN) rtm\\..*"));
        assertThat(service.get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(service.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");

        service.signal("HUP");
        service.awaitLine("signal ignored", "SIGHUP");
        service.signal("TERM");

        assertThat(service.awaitExit()).isZero();
        assertThat(service.log())
                .anyMatch(line -> line.contains("worker stopped worker=start-jobs-consumer"))
                .anyMatch(line -> line.contains("postgres closed"))
                .anyMatch(line -> line.contains("redis closed"))
                .anyMatch(line -> line.contains("docker closed"))
                .last()
                .asString()
                .contains("runtime manager stopped");
    }

    @Test
    void everyDependencyThatIsMissingIsNamedAtOnceBeforeAnyListenerOpens() throws Exception {
        ServiceProcess service =
                stage.launch(
                        Map.of(
                                "RTMANAGER_POSTGRES_PRIMARY_DSN",
                                "postgres://a:b@127.0.0.1:9/galaxy?search_path=rtmanager&sslmode=disable",
                                "RTMANAGER_REDIS_MASTER_ADDR",
                                "127.0.0.1:9",
                                "RTMANAGER_DOCKER_HOST",
                                "unix:///nowhere/docker.sock",
                                "RTMANAGER_GAME_STATE_ROOT",
                                "/nowhere"));

        assertThat(service.awaitExit()).isNotZero();
        assertThat(errors(service))
                .hasSize(4)
                .anyMatch(line -> line.contains("postgres"))
                .anyMatch(line -> line.contains("redis"))
                .anyMatch(line -> line.contains("docker"))
                .anyMatch(line -> line.contains("/nowhere"));
        assertThat(service.log()).noneMatch(line -> line.contains("listening"));
    }

    @Test
    void aMissingNetworkIsFatalInOneSentence() throws Exception {
        ServiceProcess service =
                stage.launch(Map.of("RTMANAGER_DOCKER_NETWORK", "rtm-it-no-such-network"));

        assertThat(service.awaitExit()).isNotZero();
        assertThat(errors(service)).singleElement().asString().contains("rtm-it-no-such-network");
        assertThat(service.log()).noneMatch(line -> line.contains("listening"));
    }

    @Test
    void everyBadSettingIsNamedAtOnceAndNoSecretIsShown() throws Exception {
        ServiceProcess service =
                stage.launch(
                        Map.of(
                                "RTMANAGER_PROBE_INTERVAL", "soon",
                                "RTMANAGER_DEFAULT_MEMORY", "lots",
                                "RTMANAGER_REDIS_MASTER_ADDR", "",
                                "RTMANAGER_POSTGRES_PRIMARY_DSN", "mysql://u:topsecret@h/d"));

        assertThat(service.awaitExit()).isNotZero();
        assertThat(errors(service))
                .hasSize(4)
                .anyMatch(line -> line.contains("RTMANAGER_PROBE_INTERVAL"))
                .anyMatch(line -> line.contains("RTMANAGER_DEFAULT_MEMORY"))
                .anyMatch(line -> line.contains("RTMANAGER_REDIS_MASTER_ADDR"))
                .anyMatch(line -> line.contains("RTMANAGER_POSTGRES_PRIMARY_DSN"));
        assertThat(service.log()).noneMatch(line -> line.contains("topsecret"));
    }

    @Test
    void aBadTelemetryExporterIsFatalAndADeadCollectorIsNot() throws Exception {
        ServiceProcess bad = stage.launch(Map.of("OTEL_TRACES_EXPORTER", "carrier-pigeon"));
        assertThat(bad.awaitExit()).isNotZero();
        assertThat(errors(bad)).singleElement().asString().contains("carrier-pigeon");

        ServiceProcess dead =
                stage.service(
                        Map.of(
                                "OTEL_TRACES_EXPORTER", "otlp",
                                "OTEL_METRICS_EXPORTER", "otlp",
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"));
        dead.awaitLine("telemetry exporter started", "traces=otlp");
        dead.signal("TERM");
        assertThat(dead.awaitExit()).isZero();
    }

    @Test
    @Shows("RTMANAGER_ACCEPT_ENGINE_CHANGE")
    void anotherDockerEngineThanTheRecordsOneIsRefusedUntilItIsAccepted() throws Exception {
        stage.service().kill();
        stage.database().execute("UPDATE rtmanager.docker_engine SET engine_id = 'another-engine'");

        ServiceProcess refused = stage.launch(Map.of());
        assertThat(refused.awaitExit()).isNotZero();
        assertThat(errors(refused)).singleElement().asString().contains("another-engine");

        ServiceProcess accepted = stage.service(Map.of("RTMANAGER_ACCEPT_ENGINE_CHANGE", "true"));
        accepted.kill();
    }

    @Test
    @Shows("RTMANAGER_ACCEPT_DATABASE_CHANGE")
    void aRedisOfAnotherDatabaseIsRefusedUntilItIsAccepted() throws Exception {
        stage.service().kill();
        String own = stage.redis().get("rtmanager:database");
        assertThat(stage.database().query("SELECT database_id FROM rtmanager.database_identity"))
                .containsExactly(own);
        stage.redis().set("rtmanager:database", "another-database");

        ServiceProcess refused = stage.launch(Map.of());
        assertThat(refused.awaitExit()).isNotZero();
        assertThat(errors(refused)).singleElement().asString().contains("another-database", own);

        stage.service(Map.of("RTMANAGER_ACCEPT_DATABASE_CHANGE", "true")).kill();
        assertThat(stage.redis().get("rtmanager:database")).isEqualTo(own);
    }

    @Test
    void theProgramTellsItsVersionAndItsUsageFromAnyFolder() throws Exception {
        ServiceProcess version = ServiceProcess.start(Map.of(), "version");
        ServiceProcess wrong = ServiceProcess.start(Map.of(), "fly");

        assertThat(version.awaitExit()).isZero();
        assertThat(version.log()).singleElement().asString().matches("\\d+\\.\\d+\\.\\d+");
        assertThat(wrong.awaitExit()).isEqualTo(2);
        assertThat(wrong.log()).containsExactly("Unknown command: fly", "See: rtmanager --help");
    }

    private static List<String> errors(ServiceProcess service) {
        return service.log().stream().filter(line -> line.contains(" ERROR ")).toList();
    }
}
