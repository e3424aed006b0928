package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.it.server.NotifyReceiver;
import rtm.testkit.document.ServiceUnit;
import rtm.testkit.server.Installation;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.Trees;

/**
 * The packaged program with just the rights that its systemd unit gives it, and the default owner
 * of state folders, which is another user than its own.
 */
final class UnitIT {

    private static final int USER = 64_321;
    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final Map<String, String> RIGHTS_OF_THE_THREE =
            Map.of(
                    "CapEff", "000000000000000d",
                    "CapPrm", "000000000000000d",
                    "CapBnd", "000000000000000d",
                    "CapAmb", "000000000000000d");

    private static Stage stage;
    private static ServiceUnit unit;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root becomes another");
        stage = new Stage();
        unit = ServiceUnit.read(Installation.unit());
        own(stage.stateRoot(), USER);
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    private static void own(Path folder, int user) throws IOException {
        Files.setAttribute(folder, "unix:gid", user);
        Files.setAttribute(folder, "unix:uid", user);
    }

    private static List<String> starter(ServiceUnit how) throws IOException {
        return how.starter(
                USER, Map.of("docker", (Integer) Files.getAttribute(SOCKET, "unix:gid")));
    }

    private static ServiceProcess service() throws Exception {
        return stage.launchBy(starter(unit), Map.of()).awaitReady();
    }

    @Test
    void itHasTheRightsOfTheUnitAndNoOthers() throws Exception {
        try (ServiceProcess service = service()) {
            Map<String, String> status = status(service);

            assertThat(status).containsAllEntriesOf(RIGHTS_OF_THE_THREE);
            assertThat(status)
                    .containsEntry("NoNewPrivs", "1")
                    .containsEntry("Umask", unit.one("UMask"))
                    .containsEntry("Uid", "64321\t64321\t64321\t64321")
                    .containsEntry("Gid", "64321\t64321\t64321\t64321");
        }
    }

    @Test
    void aGameLivesInAFolderThatTheServiceItselfCannotRead() throws Exception {
        try (ServiceProcess service = service()) {
            String game = stage.running(service, Stage.IMAGE);
            String path = "/api/v1/internal/runtimes/" + game;
            Path folder = stage.stateRoot().resolve(game);
            assertOwnedByRoot(folder);
            assertThat(stage.engineState(game)).containsEntry("boots", "1");

            assertThat(service.post(path + "/restart", "").statusCode()).isEqualTo(200);
            assertThat(stage.engineState(game)).containsEntry("boots", "2");
            assertThat(service.post(path + "/stop", "{\"reason\":\"admin_request\"}").body())
                    .contains("\"status\":\"stopped\"");
            assertThat(service.delete(path + "/container").body())
                    .contains("\"status\":\"removed\"");
            assertThat(folder.resolve("state")).exists();

            stage.startJob(game, Stage.IMAGE);
            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
            assertThat(stage.engineState(game)).containsEntry("boots", "3");
            assertOwnedByRoot(folder);
            assertEndsInTime(service);
        }
    }

    @Test
    void systemdLearnsWhenItIsReadyThatItLivesAndWhenItStops() throws Exception {
        Path folder = Files.createTempDirectory("rtm-it-notify");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = folder.resolve("notify");
        try (NotifyReceiver systemd = new NotifyReceiver(socket.toString())) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            Map<String, String> asked =
                    Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "6000000");
            try (ServiceProcess service = stage.launchBy(starter(unit), asked)) {
                assertThat(systemd.next()).isEqualTo("READY=1");
                assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
                assertThat(List.of(systemd.next(), systemd.next(), systemd.next()))
                        .contains("STATUS=leading")
                        .contains("WATCHDOG=1");

                service.signal("TERM");
                String last = systemd.next();
                while (last.equals("WATCHDOG=1")) {
                    last = systemd.next();
                }
                assertThat(last)
                        .startsWith("STOPPING=1\n")
                        .contains("EXTEND_TIMEOUT_USEC=20000000");
                assertThat(service.awaitExit()).isZero();
                assertThat(service.log()).noneMatch(line -> line.contains("systemd does not get"));
            }
        } finally {
            Trees.delete(folder);
        }
    }

    @Test
    void aStandbyIsReadyTooAndTheSocketMayHaveAnAbstractName() throws Exception {
        String name = "@rtm-it-" + ProcessHandle.current().pid();
        try (NotifyReceiver systemd = new NotifyReceiver(name);
                ServiceProcess _ = service();
                ServiceProcess _ = stage.launchBy(starter(unit), Map.of("NOTIFY_SOCKET", name))) {
            assertThat(systemd.next()).isEqualTo("READY=1");
            assertThat(systemd.next()).isEqualTo("STATUS=standing by");
        }
    }

    /** As systemd gives them to the service: only its user may read them. */
    @Test
    @Shows({
        "RTMANAGER_POSTGRES_PRIMARY_DSN_FILE",
        "RTMANAGER_REDIS_PASSWORD_FILE",
        "RTMANAGER_INTERNAL_HTTP_TOKEN_FILE",
        "RTMANAGER_INTERNAL_HTTP_READ_TOKEN_FILE"
    })
    void secretsAreReadFromCredentials() throws Exception {
        Path folder = Files.createTempDirectory("rtm-it-credentials");
        Map<String, String> settings = new HashMap<>();
        settings.put("CREDENTIALS_DIRECTORY", folder.toString());
        Map<String, String> secrets = new HashMap<>(stage.environment());
        secrets.put("RTMANAGER_INTERNAL_HTTP_TOKEN", "all");
        secrets.put("RTMANAGER_INTERNAL_HTTP_READ_TOKEN", "reading");
        for (String name :
                List.of(
                        "RTMANAGER_POSTGRES_PRIMARY_DSN",
                        "RTMANAGER_REDIS_PASSWORD",
                        "RTMANAGER_INTERNAL_HTTP_TOKEN",
                        "RTMANAGER_INTERNAL_HTTP_READ_TOKEN")) {
            Path file = Files.writeString(folder.resolve(name), secrets.get(name) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            own(file, USER);
            settings.put(name, "");
            settings.put(name + "_FILE", name);
        }
        own(folder, USER);
        try (ServiceProcess service = stage.launchBy(starter(unit), settings).awaitReady()) {
            assertThat(answer(service, "wrong")).isEqualTo(401);
            assertThat(answer(service, "all")).isEqualTo(200);
            assertThat(answer(service, "reading")).isEqualTo(200);
        } finally {
            Trees.delete(folder);
        }
    }

    private static int answer(ServiceProcess service, String token) throws Exception {
        URI games = URI.create("http://127.0.0.1:" + service.port() + "/api/v1/internal/runtimes");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(games)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static void assertOwnedByRoot(Path folder) throws IOException {
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(0);
        assertThat(Files.getAttribute(folder, "unix:gid")).isEqualTo(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwxr-x---");
    }

    private static void assertEndsInTime(ServiceProcess service) throws Exception {
        long begun = System.nanoTime();
        service.signal("TERM");
        int exit = service.awaitExit();
        assertThat(Stream.concat(Stream.of("0"), unit.words("SuccessExitStatus").stream()))
                .contains(Integer.toString(exit));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isLessThan(Duration.parse("PT" + unit.one("TimeoutStopSec")));
    }

    @Test
    void aFolderOfAnotherUserThatLostItsContentIsNoticed() throws Exception {
        try (ServiceProcess service = service()) {
            String game = stage.running(service, Stage.IMAGE);
            String path = "/api/v1/internal/runtimes/" + game;
            assertThat(stage.engineState(game)).containsEntry("boots", "1");
            service.post(path + "/stop", "{\"reason\":\"admin_request\"}");
            Path note = stage.stateRoot().resolve(".rtmanager/had-content").resolve(game);
            await().until(() -> Files.exists(note));
            Path folder = stage.stateRoot().resolve(game);
            Trees.delete(folder);
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

            HttpResponse<String> answer = service.post(path + "/restart", "");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("is empty but had content before");
        }
    }

    @Test
    void withoutTheRightToLookIntoFoldersPreflightAndBootSaySo() throws Exception {
        List<String> blind = starter(unit.withCapabilities("CAP_CHOWN", "CAP_FOWNER"));
        String words = "cannot read state folders";

        ServiceProcess check = stage.launchBy(blind, Map.of(), "check");
        assertThat(check.awaitExit()).isZero();
        assertThat(check.log())
                .anyMatch(line -> line.matches("warn +state root +" + words + ".*"))
                .anyMatch(line -> line.contains("run with the capability DAC_READ_SEARCH"));

        try (ServiceProcess service = stage.launchBy(blind, Map.of()).awaitReady()) {
            assertThat(service.log())
                    .anyMatch(line -> line.contains("WARN") && line.contains(words));
            String game = stage.running(service, Stage.IMAGE);
            assertThat(
                            service.post("/api/v1/internal/runtimes/" + game + "/restart", "")
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFolderThatACrashLeftGivenAwayIsNoObstacle() throws Exception {
        try (ServiceProcess _ = service()) {
            String game = stage.newGame();
            Path left = Files.createDirectory(stage.stateRoot().resolve(".new-" + game));
            Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwxr-x---"));

            stage.startJob(game, Stage.IMAGE);

            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
            assertThat(left).doesNotExist();
            assertOwnedByRoot(stage.stateRoot().resolve(game));
        }
    }

    @Test
    void withTheRightsOfTheUnitThePreflightPasses() throws Exception {
        ServiceProcess check = stage.launchBy(starter(unit), Map.of(), "check");

        assertThat(check.awaitExit()).isZero();
        assertThat(check.log())
                .anyMatch(line ->
                        line.matches(
                                "ok +state root .*folders can be created in .*, owned by 0:0"));
    }

    @Test
    void withoutTheCapabilitiesPreflightAndStartSayWhatIsMissing() throws Exception {
        List<String> bare = starter(unit.withCapabilities());

        ServiceProcess check = stage.launchBy(bare, Map.of(), "check");
        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(check.log())
                .anyMatch(line ->
                        line.matches(
                                "fail +state root +cannot change the owner of a state folder to 0:0: .*"))
                .anyMatch(line -> line.contains("run with the capabilities CHOWN and FOWNER"));

        try (ServiceProcess _ = stage.launchBy(bare, Map.of()).awaitReady()) {
            String game = stage.newGame();
            stage.startJob(game, Stage.IMAGE);
            assertThat(stage.results(game, 1).getFirst())
                    .containsEntry("outcome", "failure")
                    .containsEntry("error_code", "container_start_failed")
                    .hasEntrySatisfying(
                            "error_message",
                            words ->
                                    assertThat(words)
                                            .contains(
                                                    "cannot be created",
                                                    "Operation not permitted"));
            assertThat(stage.containers(game)).isEmpty();
            assertThat(stage.stateRoot().resolve(game)).doesNotExist();
        }
    }

    @Test
    void aStateRootOfAnotherUserIsRefusedByPreflightAndBoot() throws Exception {
        try (Stage other = new Stage()) {
            Files.setPosixFilePermissions(
                    other.stateRoot(), PosixFilePermissions.fromString("rwxr-xr-x"));

            ServiceProcess check = other.launchBy(starter(unit), Map.of(), "check");
            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(check.log())
                    .anyMatch(line ->
                            line.startsWith("fail")
                                    && line.contains(
                                            "this service's user cannot write to the state root"))
                    .anyMatch(line -> line.contains("-> it must be a folder that"));

            ServiceProcess service = other.launchBy(starter(unit), Map.of());
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log())
                    .anyMatch(line ->
                            line.contains("this service's user cannot write to the state root"));
        }
    }

    @Test
    void aCrashOfTheJvmIsToldInTheLogAndLeavesNoFile() throws Exception {
        List<String> withoutCore = List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "unit");
        try (ServiceProcess service = stage.launchBy(withoutCore, Map.of()).awaitReady()) {
            service.signal("SEGV");

            assertThat(service.awaitExit()).isEqualTo(134);
            service.awaitLine("END.");
            assertThat(service.log())
                    .anyMatch(line -> line.contains("SIGSEGV"))
                    .anyMatch(line -> line.contains("rtm.main/rtm.main.Main"))
                    .noneMatch(line -> line.contains("rtmanagerservice:"));
            assertThat(Path.of("hs_err_pid%d.log".formatted(service.pid()))).doesNotExist();
        }
    }

    private static Map<String, String> status(ServiceProcess service) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + service.pid() + "/status")).stream()
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }
}
