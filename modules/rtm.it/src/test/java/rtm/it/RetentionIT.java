package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** The cleanup worker of the packaged program, among games of different age. */
final class RetentionIT {

    private static Stage stage;
    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        service =
                stage.service(
                        Map.of(
                                "RTMANAGER_CLEANUP_INTERVAL", "500ms",
                                "RTMANAGER_CONTAINER_RETENTION_DAYS", "20",
                                "RTMANAGER_OPERATION_LOG_RETENTION_DAYS", "40",
                                "RTMANAGER_CLEANUP_CONFIRMATION", "1s",
                                "RTMANAGER_LOG_LEVEL", "debug"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    @Shows("RTMANAGER_OPERATION_LOG_RETENTION_DAYS")
    void oldOperationsGoUnlessTheirJobIsStillInItsStream() throws Exception {
        String game = started();
        assertThat(service.post("/api/v1/internal/runtimes/" + game + "/restart", "").statusCode())
                .isEqualTo(200);
        assertThat(service.post("/api/v1/internal/runtimes/" + game + "/restart", "").statusCode())
                .isEqualTo(200);

        stage.database()
                .execute(
                        "UPDATE rtmanager.operation_log SET started_at = now() - interval '41 days',"
                                + " finished_at = now() - interval '41 days' WHERE game_id = '%s'"
                                        .formatted(game));

        await().atMost(Stage.PATIENCE).until(() -> stage.operations(game).size() == 2);
        assertThat(stage.operations(game))
                .as("the job whose entry is there, and the row of the container that runs")
                .extracting(row -> row.get("op_kind"))
                .containsExactly("start", "restart");
        stage.database()
                .execute(
                        "UPDATE rtmanager.endings SET ended_at = now() - interval '41 days' WHERE id ="
                                + " (SELECT min(id) FROM rtmanager.endings WHERE game_id = '%s')"
                                        .formatted(game));
        await().atMost(Stage.PATIENCE).until(() -> endings(game), "1"::equals);
    }

    private static String endings(String game) {
        return stage.database()
                .query(
                        "SELECT count(*) FROM rtmanager.endings WHERE game_id = '%s'"
                                .formatted(game))
                .getFirst();
    }

    @Test
    @Shows({
        "RTMANAGER_CLEANUP_INTERVAL",
        "RTMANAGER_CONTAINER_RETENTION_DAYS",
        "RTMANAGER_CLEANUP_CONFIRMATION"
    })
    void onlyWhatWasStoppedLongerThanTheRetentionGoesAndItsStateStays() throws Exception {
        String old = stopped();
        String young = stopped();
        String restarted = stopped();
        stage.startJob(restarted, Stage.IMAGE);
        stage.results(restarted, 3);
        String neverStopped = started();
        age(young, "19 days 23 hours");
        stage.database()
                .execute(
                        "UPDATE rtmanager.runtime_records SET started_at = now() - interval '400 days'"
                                + " WHERE game_id IN ('%s', '%s')"
                                        .formatted(restarted, neverStopped));

        age(old, "20 days 1 minute");

        await().atMost(Stage.PATIENCE).until(() -> stage.containers(old).isEmpty());
        await().atMost(Stage.PATIENCE).until(() -> record(old).get("status"), "removed"::equals);
        assertThat(stage.operations(old).getLast())
                .containsEntry("op_kind", "cleanup_container")
                .containsEntry("op_source", "auto_ttl")
                .containsEntry("outcome", "success");
        assertThat(Files.isRegularFile(stage.stateRoot().resolve(old).resolve("state"))).isTrue();
        assertThat(service.get("/api/v1/internal/runtimes/" + old).body())
                .contains("\"status\":\"removed\"", "\"current_container_id\":null");
        assertThat(stage.entries("runtime:health_events", old))
                .as("what this service does itself is not told")
                .hasSize(1);

        String last = stopped();
        age(last, "21 days");
        await().atMost(Stage.PATIENCE).until(() -> stage.containers(last).isEmpty());
        assertThat(stage.containers(young)).containsExactly("galaxy-game-" + young + " exited");
        assertThat(stage.containers(restarted))
                .containsExactly("galaxy-game-" + restarted + " running");
        assertThat(stage.containers(neverStopped))
                .containsExactly("galaxy-game-" + neverStopped + " running");
        assertThat(stage.operations(young)).hasSize(2);
    }

    private static String started() {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 1);
        return game;
    }

    private static String stopped() {
        String game = started();
        stage.stopJob(game);
        stage.results(game, 2);
        return game;
    }

    private static void age(String game, String interval) {
        stage.database()
                .execute(
                        "UPDATE rtmanager.runtime_records SET stopped_at = now() - interval '%s'"
                                        .formatted(interval)
                                + " WHERE game_id = '%s'".formatted(game));
    }

    private static Map<String, String> record(String game) {
        return stage.rows(
                        "SELECT * FROM rtmanager.runtime_records WHERE game_id='%s'"
                                .formatted(game))
                .getFirst();
    }
}
