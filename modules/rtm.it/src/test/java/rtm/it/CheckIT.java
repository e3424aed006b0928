package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/** The preflight of the packaged program, on a machine that is fit and on one that is not. */
final class CheckIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static ServiceProcess check(Map<String, String> changes) throws Exception {
        return stage.launch(changes, "check");
    }

    private static List<String> lines(ServiceProcess check, String level) {
        return check.log().stream().filter(line -> line.startsWith(level + " ")).toList();
    }

    @Test
    void aRedisThatLetsEverybodyInIsAWarning() throws Exception {
        try (RedisServer open = RedisServer.start()) {
            open.commands().configSet("requirepass", "");

            ServiceProcess check =
                    check(Map.of("RTMANAGER_REDIS_MASTER_ADDR", open.host() + ":" + open.port()));

            assertThat(check.awaitExit()).isZero();
            assertThat(lines(check, "warn"))
                    .anyMatch(line -> line.matches("warn +redis +lets in everybody .*"));
        }
        ServiceProcess protectedOne = check(Map.of());
        assertThat(protectedOne.awaitExit()).isZero();
        assertThat(lines(protectedOne, "warn"))
                .noneMatch(line -> line.contains("lets in everybody"));
    }

    @Test
    void aPostgresThatTakesNoWritesFails() throws Exception {
        PostgresServer.shared().readOnly(true);
        try {
            ServiceProcess check = check(Map.of());

            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(lines(check, "fail"))
                    .anyMatch(
                            line -> line.matches("fail +postgres +the server takes no writes: .*"));
        } finally {
            PostgresServer.shared().readOnly(false);
        }
    }

    @Test
    void onAFitMachineNothingFailsAndNothingIsChanged() throws Exception {
        try (Stage untouched = new Stage()) {
            onAFitMachine(untouched);
        }
    }

    private static void onAFitMachine(Stage untouched) throws Exception {
        ServiceProcess check = untouched.launch(Map.of(), "check");

        assertThat(check.awaitExit()).isZero();
        assertThat(lines(check, "fail")).isEmpty();
        assertThat(lines(check, "ok"))
                .anyMatch(line -> line.matches("ok +settings .*"))
                .anyMatch(line -> line.matches("ok +postgres +PostgreSQL \\d+.*"))
                .anyMatch(line -> line.contains("the next start applies"))
                .anyMatch(line -> line.matches("ok +redis +(Redis|Valkey) \\d+.* a master"))
                .anyMatch(line -> line.matches("ok +docker +Docker .*"))
                .anyMatch(line -> line.matches("ok +docker +network " + untouched.network() + ".*"))
                .anyMatch(line -> line.matches("ok +telemetry +traces=none metrics=none"))
                .anyMatch(line -> line.matches("ok +listener .* is free"))
                .anyMatch(line -> line.matches("ok +state root .*folders can be created in .*"));
        assertThat(check.log()).last().asString().endsWith("the service can start");
        assertThat(untouched.rows("SELECT 1 AS n FROM pg_tables WHERE schemaname = 'rtmanager'"))
                .isEmpty();
        try (var folders = Files.list(untouched.stateRoot())) {
            assertThat(folders).isEmpty();
        }
    }

    @Test
    void aServiceThatRunsIsSeenAndNotDisturbed() throws Exception {
        ServiceProcess service = stage.service();

        ServiceProcess check =
                check(Map.of("RTMANAGER_INTERNAL_HTTP_ADDR", "127.0.0.1:" + service.port()));

        assertThat(check.awaitExit()).isZero();
        assertThat(lines(check, "ok"))
                .anyMatch(line -> line.contains("the service already runs"))
                .anyMatch(line -> line.contains("no migration to apply"));
        assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
        service.signal("TERM");
        assertThat(service.awaitExit()).isZero();
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() throws Exception {
        Path file = Files.createTempFile("rtm-it", "");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceProcess check =
                    check(
                            Map.of(
                                    "RTMANAGER_POSTGRES_PRIMARY_DSN",
                                    "postgres://a:b@127.0.0.1:9/galaxy?search_path=rtmanager&sslmode=disable",
                                    "RTMANAGER_REDIS_PASSWORD",
                                    "wrong",
                                    "RTMANAGER_DOCKER_NETWORK",
                                    "rtm-it-no-such-network",
                                    "RTMANAGER_GAME_STATE_ROOT",
                                    file.toString(),
                                    "OTEL_TRACES_EXPORTER",
                                    "carrier-pigeon",
                                    "RTMANAGER_INTERNAL_HTTP_ADDR",
                                    "127.0.0.1:" + other.getLocalPort()));

            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(lines(check, "fail"))
                    .hasSize(6)
                    .anyMatch(line -> line.contains("postgres"))
                    .anyMatch(line -> line.contains("refuses the password"))
                    .anyMatch(line -> line.contains("docker network create rtm-it-no-such-network"))
                    .anyMatch(line -> line.contains(file.toString()))
                    .anyMatch(line -> line.contains("carrier-pigeon"))
                    .anyMatch(line -> line.contains("another program listens"));
            assertThat(check.log()).last().asString().endsWith("the service cannot start");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aNewDatabaseWithTheRedisOfAnotherIsRefusedUntilItIsAccepted() throws Exception {
        try (Stage untouched = new Stage()) {
            untouched.redis().set("rtmanager:database", "another-database");

            ServiceProcess refused = untouched.launch(Map.of(), "check");
            ServiceProcess accepted =
                    untouched.launch(Map.of("RTMANAGER_ACCEPT_DATABASE_CHANGE", "true"), "check");

            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(lines(refused, "fail"))
                    .singleElement()
                    .asString()
                    .contains("belong to database another-database, but this database is new");
            assertThat(refused.log())
                    .anyMatch(line -> line.contains("RTMANAGER_ACCEPT_DATABASE_CHANGE=true"));
            assertThat(accepted.awaitExit()).isZero();
            assertThat(lines(accepted, "warn"))
                    .anyMatch(line -> line.contains("this database is new"));
        }
    }

    @Test
    void anotherDockerEngineThanTheRecordsAreAboutIsRefused() throws Exception {
        try (Stage own = new Stage()) {
            ServiceProcess service = own.service();
            service.signal("TERM");
            assertThat(service.awaitExit()).isZero();
            own.database().execute("UPDATE rtmanager.docker_engine SET engine_id = 'another'");
            own.redis().set("rtmanager:database", "another-database");

            ServiceProcess check = own.launch(Map.of(), "check");

            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(lines(check, "fail"))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("the records are about Docker daemon another"))
                    .anyMatch(line -> line.contains("belong to database another-database"));
        }
    }

    @Test
    void aSettingThatCannotBeReadIsAFailureInWords() throws Exception {
        ServiceProcess check = check(Map.of("RTMANAGER_PROBE_INTERVAL", "soon"));

        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(lines(check, "fail"))
                .singleElement()
                .asString()
                .contains("RTMANAGER_PROBE_INTERVAL");
    }

    @Test
    void aDiskThatIsNearlyFullIsAWarning() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts");
        List<String> onASmallDisk =
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=8m none \"$0\" && exec \"$@\"",
                        stage.stateRoot().toString());

        ServiceProcess check = stage.launchBy(onASmallDisk, Map.of(), "check");

        assertThat(check.awaitExit()).isZero();
        assertThat(lines(check, "warn"))
                .anyMatch(line -> line.matches("warn +state root +\\d MiB .* free below .*"));
        assertThat(check.log()).anyMatch(line -> line.contains("-> free some space"));
    }
}
