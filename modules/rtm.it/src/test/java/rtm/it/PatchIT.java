package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.testkit.server.ServiceProcess;

/** Patches that fail: the old version runs on, record and container agree, and why is told. */
final class PatchIT {

    private static final String SOUND = "galaxy/test-patch:1.0.0";

    private static Stage stage;
    private static ServiceProcess service;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
        service = stage.service(Map.of("RTMANAGER_PATCH_HEALTH_TIMEOUT", "3s"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "cannot start, 1.0.5, no-such-engine",
        "ends at once, 1.0.2, ended before it was healthy: exit code 3",
        "never healthy, 1.0.3, not healthy within 3000 ms",
    })
    @Shows("RTMANAGER_PATCH_HEALTH_TIMEOUT")
    void aBrokenPatchIsRolledBack(String name, String version, String words) throws Exception {
        String game = started(SOUND);
        String container = stage.container(game);

        var answer = patch(game, "galaxy/test-patch:" + version);

        assertThat(answer.statusCode()).as(name).isEqualTo(502);
        assertThat(answer.body())
                .contains("container_start_failed", words, "rolled back to " + SOUND);
        assertRunsOn(game, container, SOUND);
        assertThat(stage.engineState(game)).containsEntry("version", "1.0.0");
        Map<String, String> row = stage.operations(game).getLast();
        assertThat(row)
                .containsEntry("op_kind", "patch")
                .containsEntry("outcome", "failure")
                .containsEntry("error_code", "container_start_failed")
                .containsEntry("image_ref", "galaxy/test-patch:" + version)
                .containsEntry("previous_image_ref", SOUND);
        stage.awaitEntries("runtime:health_events", game, 2);
        assertThat(stage.entries("runtime:health_events", game))
                .allSatisfy(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_started")
                                .containsEntry("container_id", container));
    }

    @Test
    void anImageThatCannotBePulledLeavesTheOldEngineUntouched() throws Exception {
        String repository = "127.0.0.1:1/galaxy/patch-" + UUID.randomUUID();
        String local = repository + ":1.0.0";
        Stage.docker("tag", SOUND, local);
        try {
            String game = started(local);
            String container = stage.container(game);
            String before = record(game);
            Map<String, String> state = stage.engineState(game);

            var answer = patch(game, repository + ":1.0.9");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("image_pull_failed", repository);
            assertThat(record(game)).isEqualTo(before);
            assertRunsOn(game, container, local);
            assertThat(stage.engineState(game)).isEqualTo(state);
            assertThat(stage.entries("runtime:health_events", game)).hasSizeLessThanOrEqualTo(1);
        } finally {
            Stage.docker("rmi", local);
        }
    }

    @Test
    void anEngineThatTakesItsTimeIsWaitedFor() throws Exception {
        String game = started(SOUND);

        var answer = patch(game, "galaxy/test-patch:1.0.4");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertRunsOn(game, stage.container(game), "galaxy/test-patch:1.0.4");
    }

    private static void assertRunsOn(String game, String container, String image)
            throws InterruptedException {
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertThat(stage.container(game)).isEqualTo(container);
        assertThat(record(game))
                .contains("\"status\":\"running\"")
                .contains("\"current_container_id\":\"" + container + "\"")
                .contains("\"current_image_ref\":\"" + image + "\"");
        assertThat(
                        stage.rows(
                                "SELECT * FROM rtmanager.operation_log WHERE outcome = 'in_progress'"))
                .isEmpty();
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

    private static java.net.http.HttpResponse<String> patch(String game, String image)
            throws InterruptedException {
        return service.post(path(game) + "/patch", "{\"image_ref\":\"" + image + "\"}");
    }

    private static String path(String game) {
        return "/api/v1/internal/runtimes/" + game;
    }

    private static String record(String game) throws InterruptedException {
        return service.get(path(game)).body();
    }
}
