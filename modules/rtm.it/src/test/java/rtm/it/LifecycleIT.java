package rtm.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.Trees;

/** Restart, patch and cleanup over HTTP, by the packaged program on real engines. */
final class LifecycleIT {

    private static final String OLD = "galaxy/test-patch:1.0.0";
    private static final String NEW = "galaxy/test-patch:1.0.1";

    private static Stage stage;
    private static ServiceProcess service;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
        service = stage.service();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aRestartedEngineReadsWhatItWroteBeforeUnderTheSameEndpoint() throws Exception {
        String game = started(OLD);
        String before = record(game);
        assertThat(stage.engineState(game)).containsEntry("boots", "1");

        assertThat(service.post(path(game) + "/restart", "").statusCode()).isEqualTo(200);

        assertThat(stage.engineState(game))
                .containsEntry("boots", "2")
                .containsEntry("version", "1.0.0");
        assertThat(record(game)).contains("\"status\":\"running\"").contains(endpoint(game));
        assertThat(field(record(game), "current_container_id"))
                .isEqualTo(stage.container(game))
                .isNotEqualTo(field(before, "current_container_id"));
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertLastRow(game, "restart", OLD, OLD);
        assertThat(stage.operations(game)).hasSize(2);
        assertThat(stage.entries("runtime:health_events", game)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aPatchedEngineReadsWhatTheOldOneWrote() throws Exception {
        String game = started(OLD);

        assertThat(patch(game, NEW)).contains("\"current_image_ref\":\"" + NEW + "\"");

        assertThat(stage.engineState(game))
                .containsEntry("boots", "2")
                .containsEntry("version", "1.0.1")
                .containsEntry("previous", "1.0.0");
        assertThat(record(game)).contains(endpoint(game));
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertLastRow(game, "patch", NEW, OLD);
        stage.awaitEntries("runtime:health_events", game, 2);
        assertThat(stage.entries("runtime:health_events", game))
                .extracting(event -> event.get("event_type"))
                .containsExactly("container_started", "container_started");
    }

    @Test
    void aStoppedGameAndARemovedOneComeBack() throws Exception {
        String game = started(OLD);
        stop(game);
        assertThat(patch(game, NEW)).contains("\"status\":\"running\"");
        stop(game);
        assertThat(service.delete(path(game) + "/container").body())
                .contains("\"status\":\"removed\"", "\"current_container_id\":null");
        assertThat(stage.containers(game)).isEmpty();

        assertThat(service.post(path(game) + "/restart", "").body())
                .contains("\"status\":\"running\"", NEW);
        assertThat(stage.engineState(game)).containsEntry("boots", "3");
    }

    @Test
    void anOperatorSeesAndDoesTheSameWithCommands() throws Exception {
        String game = stage.newGame();

        assertThat(typed("start", game, OLD)).containsExactly(game + " is running, image " + OLD);
        assertThat(typed("ps", "--image", OLD))
                .first()
                .asString()
                .matches("GAME +STATUS +HEALTH +IMAGE +UP +LAST OPERATION");
        assertThat(typed("ps")).anyMatch(line -> line.startsWith(game + " ") && line.contains(OLD));
        assertThat(typed("stop", game)).containsExactly(game + " is stopped, image " + OLD);
        assertThat(typed("show", game))
                .anyMatch(line -> line.matches("state +" + stage.stateRoot() + "/" + game))
                .anyMatch(line -> line.contains("engine ended") && line.contains("asked for"))
                .anyMatch(line -> line.matches(".* start +admin +ok .*"));
        assertThat(typed("status")).first().asString().contains("leader", "postgres ok");
        assertThat(typed("events", game)).anyMatch(line -> line.contains("stop, admin, ok"));

        ServiceProcess refused = command("patch", stage.newGame(), NEW);
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.log()).singleElement().asString().endsWith("(not_found)");
    }

    @Test
    void anOperatorLooksAfterTheMachineWithCommands() throws Exception {
        String game = started(OLD);

        assertThat(typed("images")).anyMatch(line -> line.startsWith(OLD + " "));
        assertThat(typed("streams"))
                .anyMatch(line -> line.matches("runtime:start_jobs +\\d+ +rtmanager .*"));
        assertThat(typed("streams", "trim")).hasSize(6);
        assertThat(typed("restart", "--ended-by-docker", "--dry-run"))
                .containsExactly("No stopped game ended with Docker");
        assertThat(typed("drain")).first().asString().startsWith("No new games are started");
        ServiceProcess refused = command("start", stage.newGame(), OLD);
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.log()).singleElement().asString().endsWith("(service_unavailable)");
        assertThat(typed("drain", "--undo")).containsExactly("Games are started again");
        assertThat(typed("logs", game, "-n", "5")).isNotEmpty();
        assertThat(typed("manual")).first().asString().startsWith(".TH");
    }

    @Test
    void aBundleForSupportIsWrittenByThePackagedProgram() throws Exception {
        Path file = Files.createTempDirectory("rtm-it-support").resolve("support.tar.gz");
        try {
            assertThat(typed("support", "-o", file.toString()).getLast())
                    .isEqualTo(file.toString());
            Process tar =
                    new ProcessBuilder(
                                    "tar",
                                    "-xzOf",
                                    file.toString(),
                                    "--wildcards",
                                    "*/versions.txt")
                            .start();
            assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .matches("(?s)rtmanager \\d.*java 25.*");
        } finally {
            Trees.delete(requireNonNull(file.getParent()));
        }
    }

    private static List<String> typed(String... words) throws Exception {
        ServiceProcess command = command(words);
        assertThat(command.awaitExit()).describedAs(() -> command.log().toString()).isZero();
        return command.log();
    }

    private static ServiceProcess command(String... words) throws Exception {
        String url = "http://localhost:" + service.port();
        return ServiceProcess.start(Map.of("RTMANAGER_URL", url), words);
    }

    @Test
    void whatIsRefusedIsToldByItsCode() throws Exception {
        String unknown = stage.newGame();
        assertThat(service.post(path(unknown) + "/restart", "").statusCode()).isEqualTo(404);
        assertThat(service.delete(path(unknown) + "/container").statusCode()).isEqualTo(404);

        String game = started(OLD);
        String before = record(game);
        assertRefused(409, "conflict", service.delete(path(game) + "/container"));
        assertRefused(400, "image_ref_not_semver", patching(game, "galaxy/test-patch:latest"));
        assertRefused(409, "semver_patch_only", patching(game, "galaxy/test-patch:1.1.0"));
        assertRefused(409, "semver_patch_only", patching(game, "galaxy/game:1.0.1"));
        assertThat(record(game)).isEqualTo(before);

        int rows = stage.operations(game).size();
        assertThat(patching(game, OLD).statusCode()).isEqualTo(200);
        assertThat(stage.operations(game)).hasSize(rows);

        stop(game);
        service.delete(path(game) + "/container");
        assertRefused(409, "conflict", patching(game, NEW));
        rows = stage.operations(game).size();
        assertThat(service.delete(path(game) + "/container").statusCode()).isEqualTo(200);
        assertThat(stage.operations(game)).hasSize(rows);
    }

    @Test
    void manyCallersAtOnceOnOneGameLeaveOneContainer() throws Exception {
        String game = started(OLD);
        List<FutureTask<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(
                    new FutureTask<>(() -> service.post(path(game) + "/restart", "").statusCode()));
            calls.add(new FutureTask<>(() -> patching(game, NEW).statusCode()));
            calls.add(
                    new FutureTask<>(() ->
                            service.post(path(game) + "/stop", "{\"reason\":\"timeout\"}")
                                    .statusCode()));
        }
        calls.forEach(call -> Thread.ofVirtual().start(call));
        for (FutureTask<Integer> call : calls) {
            assertThat(call.get()).isIn(200, 409);
        }
        assertThat(stage.containers(game)).hasSize(1);
        String state = stage.containers(game).getFirst();
        assertThat(state).startsWith("galaxy-game-" + game + " ");
        assertThat(record(game))
                .contains(state.endsWith("running") ? "\"running\"" : "\"stopped\"")
                .contains(stage.container(game));
        assertThat(stage.operations(game))
                .extracting(row -> row.get("outcome"))
                .doesNotContain("in_progress");
    }

    private static String started(String image) throws Exception {
        String game = stage.newGame();
        assertThat(
                        service.post(path(game) + "/start", "{\"image_ref\":\"" + image + "\"}")
                                .statusCode())
                .isEqualTo(200);
        stage.engineState(game);
        return game;
    }

    private static void stop(String game) throws InterruptedException {
        assertThat(service.post(path(game) + "/stop", "{\"reason\":\"finished\"}").statusCode())
                .isEqualTo(200);
    }

    private static String patch(String game, String image) throws InterruptedException {
        var answer = patching(game, image);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static java.net.http.HttpResponse<String> patching(String game, String image)
            throws InterruptedException {
        return service.post(path(game) + "/patch", "{\"image_ref\":\"" + image + "\"}");
    }

    private static void assertRefused(
            int status, String code, java.net.http.HttpResponse<String> answer) {
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static void assertLastRow(String game, String kind, String image, String previous) {
        Map<String, String> row = stage.operations(game).getLast();
        assertThat(row)
                .containsEntry("op_kind", kind)
                .containsEntry("outcome", "success")
                .containsEntry("image_ref", image)
                .containsEntry("previous_image_ref", previous);
    }

    private static String path(String game) {
        return "/api/v1/internal/runtimes/" + game;
    }

    private static String record(String game) throws InterruptedException {
        return service.get(path(game)).body();
    }

    private static String endpoint(String game) {
        return "\"engine_endpoint\":\"http://galaxy-game-" + game + ":8080\"";
    }

    private static String field(String record, String name) {
        return record.replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }
}
