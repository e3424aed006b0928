package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.Commands;
import rtm.testkit.server.ServiceProcess;

/** The packaged program on a state root whose disk goes, and comes back. */
final class LostStateIT {

    private static final String ALL = "/api/v1/internal/runtimes";

    private Stage stage;
    private Optional<Path> aside = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts");
        stage = new Stage();
        mount();
    }

    @AfterEach
    void close() throws IOException {
        if (stage != null) {
            forgetAside();
            if (mounted()) {
                unmount();
            }
            stage.close();
        }
    }

    @Test
    void withoutItsDiskNoEngineIsStartedAndWithItAllGoesOn() throws Exception {
        ServiceProcess service = stage.service();
        String stopped = stage.running(service, Stage.IMAGE);
        String running = stage.running(service, Stage.IMAGE);
        assertThat(stage.engineState(stopped)).containsEntry("boots", "1");
        stop(service, stopped);
        aside();

        assertWaits(service.post(one(stopped) + "/restart", ""));
        assertWaits(service.post(one(running) + "/restart", ""));
        assertWaits(start(service, stopped));
        assertThat(start(service, stage.newGame()).body())
                .contains("its state would be in the wrong place");
        assertThat(stage.containers(stopped)).hasSize(1);
        assertThat(stage.engineState(running)).containsEntry("boots", "1");
        stage.startJob(stopped, Stage.IMAGE);
        service.awaitLine("dependency does not answer, retrying job", "state root");
        assertNotReady(service);
        assertThat(stage.stateRoot()).isEmptyDirectory();
        Path foreign = Files.createDirectory(stage.stateRoot().resolve(".rtmanager"));
        Path empty = Files.createDirectory(stage.stateRoot().resolve(running));
        await().untilAsserted(() ->
                assertThat(service.get("/readyz").body())
                        .contains(
                                "its mark has no id (expected "
                                        + stateRootId().substring(0, 8)
                                        + "...)"));
        assertWaits(service.post(one(running) + "/restart", ""));
        Files.delete(empty);
        Files.delete(foreign);

        back();
        assertThat(stage.results(stopped, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(stage.entries("notification:intents", stopped)).isEmpty();
        assertThat(stage.engineState(stopped)).containsEntry("boots", "2");
        assertThat(service.post(one(running) + "/restart", "").statusCode()).isEqualTo(200);
        assertThat(stage.engineState(running)).containsEntry("boots", "2");
    }

    @Test
    void aBootWithoutItsDiskGoesOnWithAWarningAndSoDoesThePreflight() throws Exception {
        ServiceProcess first = stage.service();
        String game = stage.running(first, Stage.IMAGE);
        stop(first, game);
        first.signal("TERM");
        assertThat(first.awaitExit()).isZero();
        aside();

        assertThat(check())
                .anyMatch(line ->
                        line.matches(
                                "warn +state root +the state root .* is not the one that the records"
                                        + " are about: it has no mark.*"));
        ServiceProcess service = stage.launch(Map.of("RTMANAGER_RECONCILE_INTERVAL", "100ms"));
        assertNotReady(service);
        assertThat(service.log())
                .filteredOn(line -> line.contains("state root is missing"))
                .singleElement()
                .asString()
                .contains("WARN", "path=" + stage.stateRoot(), "Mount its disk");

        back();
        service.awaitReady();
        service.awaitLine("state root is back");
        assertThat(check()).anyMatch(line -> line.matches("ok +state root +1 game has its state"));
        assertThat(service.post(one(game) + "/restart", "").statusCode()).isEqualTo(200);
        assertThat(stage.engineState(game)).containsEntry("boots", "2");
    }

    @Test
    void aLossIsAcceptedGameByGame() throws Exception {
        ServiceProcess service = stage.service();
        String game = stage.running(service, Stage.IMAGE);
        String other = stage.running(service, Stage.IMAGE);
        assertThat(accept(service, game).statusCode()).isEqualTo(409);
        stop(service, game);
        stop(service, other);
        unmount();
        mount();

        assertThat(accept(service, stage.newGame()).statusCode()).isEqualTo(404);
        HttpResponse<String> accepted = accept(service, game);
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.body())
                .contains("\"game_id\":\"" + game + "\"", "\"status\":\"stopped\"");
        assertThat(service.log())
                .anyMatch(line ->
                        line.contains("WARN")
                                && line.contains("loss of a game's state accepted")
                                && line.contains("game_id=" + game));

        assertThat(service.post(one(game) + "/restart", "").statusCode()).isEqualTo(200);
        assertThat(stage.engineState(game)).containsEntry("boots", "1");
        assertThat(start(service, stage.newGame()).statusCode()).isEqualTo(200);
        assertNotStarted(service.post(one(other) + "/restart", ""));
        assertThat(check())
                .anyMatch(line ->
                        line.matches(
                                "warn +state root +the state of game "
                                        + other
                                        + " is missing: the folder .* is missing.*"));
    }

    @Test
    void aFolderThatLostItsContentIsNoticed() throws Exception {
        ServiceProcess service = stage.service();
        String game = stage.running(service, Stage.IMAGE);
        assertThat(stage.engineState(game)).containsEntry("boots", "1");
        stop(service, game);
        Path note = stage.stateRoot().resolve(".rtmanager/had-content").resolve(game);
        await().until(() -> Files.exists(note));
        Path folder = stage.stateRoot().resolve(game);
        try (Stream<Path> content = Files.list(folder)) {
            for (Path each : content.toList()) {
                Files.delete(each);
            }
        }

        HttpResponse<String> answer = service.post(one(game) + "/restart", "");

        assertNotStarted(answer);
        assertThat(answer.body()).contains("is empty but had content before");
        assertThat(accept(service, game).statusCode()).isEqualTo(200);
        assertThat(note).doesNotExist();
        assertThat(service.post(one(game) + "/restart", "").statusCode()).isEqualTo(200);
    }

    private String stateRootId() {
        return stage.database().query("SELECT state_root_id FROM rtmanager.nodes").getFirst();
    }

    private static void assertNotReady(ServiceProcess service) {
        await().untilAsserted(() -> {
            HttpResponse<String> answer = service.get("/readyz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("state root: ", "Mount its disk");
        });
    }

    private static void assertWaits(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"service_unavailable\"", "its state is missing", "Mount its disk");
    }

    private static void assertNotStarted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
        assertThat(answer.body()).contains("\"container_start_failed\"", "its state is missing");
    }

    private static String one(String game) {
        return ALL + "/" + game;
    }

    private static HttpResponse<String> accept(ServiceProcess service, String game)
            throws InterruptedException {
        return service.post(one(game) + "/state/accept", "");
    }

    private static HttpResponse<String> start(ServiceProcess service, String game)
            throws InterruptedException {
        return service.post(one(game) + "/start", "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
    }

    private static void stop(ServiceProcess service, String game) throws InterruptedException {
        assertThat(service.post(one(game) + "/stop", "{\"reason\":\"admin_request\"}").statusCode())
                .isEqualTo(200);
    }

    private List<String> check() throws Exception {
        ServiceProcess check = stage.launch(Map.of(), "check");
        assertThat(check.awaitExit()).isZero();
        return check.log();
    }

    /** The disk is seen elsewhere, and no more in its place; engines that run keep theirs. */
    private void aside() throws IOException {
        Path elsewhere = Files.createTempDirectory("rtm-it-aside");
        aside = Optional.of(elsewhere);
        Commands.run(
                List.of("mount", "--bind", stage.stateRoot().toString(), elsewhere.toString()));
        unmount();
    }

    private void back() throws IOException {
        Commands.run(
                List.of(
                        "mount",
                        "--bind",
                        aside.orElseThrow().toString(),
                        stage.stateRoot().toString()));
        forgetAside();
    }

    private void forgetAside() throws IOException {
        if (aside.isPresent()) {
            Commands.run(List.of("umount", "--lazy", aside.orElseThrow().toString()));
            Files.delete(aside.orElseThrow());
            aside = Optional.empty();
        }
    }

    private void mount() {
        Commands.run(
                List.of(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "mode=0755",
                        "none",
                        stage.stateRoot().toString()));
    }

    /** Also while an engine uses it. */
    private void unmount() {
        Commands.run(List.of("umount", "--lazy", stage.stateRoot().toString()));
    }

    private boolean mounted() throws IOException {
        return Files.readString(Path.of("/proc/self/mounts")).contains(stage.stateRoot() + " ");
    }
}
