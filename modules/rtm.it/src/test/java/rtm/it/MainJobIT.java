package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** The main job on the packaged program: a job in Redis, a container, a result, and the truth. */
final class MainJobIT {

    private static Stage stage;
    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        service = stage.service();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aStartJobBringsUpOneContainerAndTellsLobbyAndGameMaster() throws Exception {
        String game = stage.newGame();

        String entry = stage.startJob(game, Stage.IMAGE);

        Map<String, String> result = stage.results(game, 1).getFirst();
        String container =
                Stage.docker(
                                "ps",
                                "-q",
                                "--no-trunc",
                                "--filter",
                                "name=^/galaxy-game-" + game + "$")
                        .strip();
        assertThat(result)
                .containsEntry("outcome", "success")
                .containsEntry("container_id", container)
                .containsEntry("engine_endpoint", "http://galaxy-game-" + game + ":8080")
                .containsEntry("error_code", "")
                .containsEntry("error_message", "");
        await().until(() -> !stage.entries("runtime:health_events", game).isEmpty());
        assertThat(stage.entries("runtime:health_events", game))
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_started")
                                .containsEntry("container_id", container)
                                .containsEntry(
                                        "details",
                                        "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE)));
        assertThat(stage.operations(game))
                .singleElement()
                .satisfies(row ->
                        assertThat(row)
                                .containsEntry("op_kind", "start")
                                .containsEntry("op_source", "lobby_stream")
                                .containsEntry("outcome", "success")
                                .containsEntry("source_ref", "runtime:start_jobs/" + entry));
        assertThat(service.get("/api/v1/internal/runtimes/" + game).body())
                .contains("\"status\":\"running\"", container, "\"stopped_at\":null");
        assertThat(
                        stage.rows(
                                "SELECT * FROM rtmanager.health_snapshots WHERE game_id='%s'"
                                        .formatted(game)))
                .singleElement()
                .satisfies(row -> assertThat(row.get("status")).isIn("starting", "healthy"));
    }

    @Test
    void aStopJobEndsTheEngineAndKeepsItsContainer() throws Exception {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        Map<String, String> started = stage.results(game, 1).getFirst();

        stage.stopJob(game);

        Map<String, String> stopped = stage.results(game, 2).getLast();
        assertThat(stopped)
                .containsEntry("outcome", "success")
                .containsEntry("container_id", started.get("container_id"))
                .containsEntry("engine_endpoint", started.get("engine_endpoint"));
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " exited");
        assertThat(service.get("/api/v1/internal/runtimes/" + game).body())
                .contains("\"status\":\"stopped\"");
        assertThat(stage.entries("runtime:health_events", game)).hasSize(1);
    }

    @Test
    void theSameJobsAgainAreReplayed() {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.startJob(game, Stage.IMAGE);
        // Within one millisecond the ids of the two streams do not tell which came first.
        stage.results(game, 2);
        stage.stopJob(game);
        stage.stopJob(game);

        List<Map<String, String>> results = stage.results(game, 4);

        assertThat(results)
                .extracting(result -> result.get("outcome") + " " + result.get("error_code"))
                .containsExactly(
                        "success ", "success replay_no_op", "success ", "success replay_no_op");
        assertThat(stage.containers(game)).hasSize(1);
    }

    @Test
    void aMissingImageIsToldToLobbyAndToAnAdmin() throws Exception {
        String game = stage.newGame();

        stage.startJob(game, "127.0.0.1:9/galaxy/none:1.0.0");

        assertThat(stage.results(game, 1).getFirst())
                .containsEntry("outcome", "failure")
                .containsEntry("error_code", "image_pull_failed")
                .containsEntry("container_id", "");
        await().until(() -> !stage.entries("notification:intents", game).isEmpty());
        assertThat(stage.entries("notification:intents", game))
                .singleElement()
                .satisfies(intent ->
                        assertThat(intent.get("envelope"))
                                .contains("\"type\":\"runtime.image_pull_failed\""));
        assertThat(service.get("/api/v1/internal/runtimes/" + game).statusCode()).isEqualTo(404);
    }

    @Test
    void anEngineThatCannotStartLeavesNothing() throws Exception {
        String game = stage.newGame();

        stage.startJob(game, "galaxy/test-engine:badcommand");

        assertThat(stage.results(game, 1).getFirst())
                .containsEntry("error_code", "container_start_failed");
        assertThat(stage.containers(game)).isEmpty();
        assertThat(service.get("/api/v1/internal/runtimes/" + game).statusCode()).isEqualTo(404);
    }

    @Test
    void aBadLabelOfTheImageIsAConfigurationError() {
        String game = stage.newGame();

        stage.startJob(game, "galaxy/test-engine:badlabel");

        assertThat(stage.results(game, 1).getFirst())
                .containsEntry("error_code", "start_config_invalid");
        assertThat(stage.containers(game)).isEmpty();
    }

    @Test
    void theSameOverHttp() throws Exception {
        String game = stage.newGame();
        String path = "/api/v1/internal/runtimes/" + game;

        var started =
                service.post(path + "/start", "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
        var again = service.post(path + "/start", "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
        var other = service.post(path + "/start", "{\"image_ref\":\"galaxy/game:1.4.0\"}");
        var stopped = service.post(path + "/stop", "{\"reason\":\"admin_request\"}");

        assertThat(started.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(started.body());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("\"code\":\"conflict\"");
        assertThat(stopped.body()).contains("\"status\":\"stopped\"");
        assertThat(stage.operations(game))
                .extracting(row -> row.get("op_kind") + " " + row.get("outcome"))
                .containsExactly("start success", "start failure", "stop success");
        assertThat(stage.entries("runtime:job_results", game)).isEmpty();
    }
}
