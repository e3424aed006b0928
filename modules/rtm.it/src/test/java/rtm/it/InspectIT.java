package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The inspect worker of the packaged program, on containers that Docker finds bad. */
final class InspectIT {

    private static Stage stage;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        stage.service(
                Map.of(
                        "RTMANAGER_INSPECT_INTERVAL", "500ms",
                        "RTMANAGER_PROBE_INTERVAL", "1h"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aFailingHealthCheckIsToldOnceAndShownUntilItPasses() {
        String game = started("galaxy/test-engine:healthcheck");
        awaitHealth(game, "healthy");
        Stage.docker("exec", stage.container(game), "engine", "sick");

        assertThat(events(game, 2).getLast())
                .containsEntry("event_type", "inspect_unhealthy")
                .containsEntry("container_id", stage.container(game))
                .containsEntry(
                        "details",
                        "{\"restart_count\":0,\"state\":\"running\",\"health\":\"unhealthy\"}");
        assertThat(shown(game))
                .containsEntry("status", "inspect_unhealthy")
                .containsEntry("source", "inspect");

        Stage.docker("exec", stage.container(game), "engine", "well");
        awaitShown(game, "healthy");
        assertThat(events(game, 2)).as("getting well is not told").hasSize(2);

        Stage.docker("exec", stage.container(game), "engine", "sick");
        assertThat(events(game, 3).getLast()).containsEntry("event_type", "inspect_unhealthy");
    }

    @Test
    @Shows("RTMANAGER_INSPECT_INTERVAL")
    void aPausedContainerIsToldOnceAndShownUntilItGoesOn() {
        String game = started(Stage.IMAGE);
        Stage.docker("pause", stage.container(game));

        assertThat(events(game, 2).getLast())
                .containsEntry("event_type", "inspect_unhealthy")
                .containsEntry(
                        "details", "{\"restart_count\":0,\"state\":\"paused\",\"health\":\"\"}");

        Stage.docker("unpause", stage.container(game));
        awaitShown(game, "healthy");
        assertThat(events(game, 2)).hasSize(2);
    }

    private static String started(String image) {
        String game = stage.newGame();
        stage.startJob(game, image);
        stage.results(game, 1);
        return game;
    }

    private static void awaitHealth(String game, String health) {
        await().atMost(Stage.PATIENCE)
                .until(() ->
                        Stage.docker(
                                        "inspect",
                                        "-f",
                                        "{{.State.Health.Status}}",
                                        stage.container(game))
                                .strip()
                                .equals(health));
    }

    private static void awaitShown(String game, String status) {
        await("%s is shown as %s".formatted(game, status))
                .atMost(Stage.PATIENCE)
                .until(() -> status.equals(shown(game).get("status")));
    }

    private static List<Map<String, String>> events(String game, int count) {
        await("%d health events of %s".formatted(count, game))
                .atMost(Stage.PATIENCE)
                .until(() -> stage.entries("runtime:health_events", game).size() >= count);
        assertThat(stage.entries("runtime:health_events", game)).hasSize(count);
        return stage.entries("runtime:health_events", game);
    }

    private static Map<String, String> shown(String game) {
        return stage.rows(
                        "SELECT * FROM rtmanager.health_snapshots WHERE game_id='%s'"
                                .formatted(game))
                .getFirst();
    }
}
