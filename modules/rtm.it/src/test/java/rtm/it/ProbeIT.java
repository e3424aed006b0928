package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** The health probe of the packaged program, on engines that fall sick and get well. */
final class ProbeIT {

    private static final Map<String, String> OFTEN =
            Map.of(
                    "RTMANAGER_PROBE_INTERVAL", "700ms",
                    "RTMANAGER_PROBE_TIMEOUT", "500ms",
                    "RTMANAGER_LOG_LEVEL", "debug");

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void anEngineThatFallsSickIsToldOnceAndOnceWhenItIsWellWithTheRightCount() throws Exception {
        ServiceProcess service = stage.service(OFTEN);
        String game = started();
        String other = started();

        engine(game, "sick");

        Map<String, String> failed = events(game, 2).getLast();
        assertThat(failed)
                .containsEntry("event_type", "probe_failed")
                .containsEntry("container_id", stage.container(game))
                .containsEntry(
                        "details",
                        "{\"consecutive_failures\":3,\"last_status\":404,"
                                + "\"last_error\":\"unexpected status 404\"}");
        assertThat(shown(game)).containsEntry("status", "probe_failed");
        service.awaitLine("probe failure", "game_id=" + game, "consecutive_failures=6");

        engine(game, "well");

        Map<String, String> recovered = events(game, 3).getLast();
        assertThat(recovered)
                .containsEntry("event_type", "probe_recovered")
                .containsEntry(
                        "details",
                        "{\"prior_failure_count\":%d}".formatted(failures(service, game).size()));
        assertThat(shown(game)).containsEntry("status", "healthy").containsEntry("source", "probe");
        assertThat(types(other)).containsExactly("container_started");
    }

    @Test
    void anEngineThatHangsFailsWithoutAStatusAndHoldsUpNoOther() throws Exception {
        stage.service(OFTEN);
        String game = started();
        String other = started();

        engine(game, "hang");
        assertThat(events(game, 2).getLast().get("details"))
                .contains(
                        "\"consecutive_failures\":3,\"last_status\":0,", "no answer within 500ms");
        engine(other, "sick");
        assertThat(events(other, 2).getLast()).containsEntry("event_type", "probe_failed");
        engine(game, "go");
        assertThat(events(game, 3).getLast()).containsEntry("event_type", "probe_recovered");
    }

    @Test
    void aRestartedServiceCountsFromZeroUntilAFailureIsReported() throws Exception {
        ServiceProcess first = stage.service(OFTEN);
        String game = started();
        engine(game, "sick");
        first.awaitLine("probe failure", "game_id=" + game, "consecutive_failures=1");
        first.kill();
        assertThat(types(game)).containsExactly("container_started");

        ServiceProcess second = stage.service(OFTEN);

        assertThat(events(game, 2).getLast().get("details"))
                .startsWith("{\"consecutive_failures\":3,");
        assertThat(failures(second, game).getFirst()).contains("failures=1 ");
        second.kill();
        Map<String, String> before = shown(game);

        ServiceProcess third = stage.service(OFTEN);

        third.awaitLine("probe failure", "game_id=" + game, "consecutive_failures=4");
        assertThat(shown(game)).as("an unchanged state keeps its age").isEqualTo(before);
        engine(game, "well");
        events(game, 3);
        assertThat(types(game))
                .containsExactly("container_started", "probe_failed", "probe_recovered");
    }

    private String started() {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 1);
        return game;
    }

    private void engine(String game, String command) {
        Stage.docker("exec", stage.container(game), "engine", command);
    }

    /** The failures that the service has counted of a game, as its lines at debug. */
    private static List<String> failures(ServiceProcess service, String game) {
        return service.log().stream()
                .filter(line ->
                        line.contains(" probe failure game_id=" + game + " ")
                                || (line.contains(" probe event published game_id=" + game + " ")
                                        && line.contains("event_type=probe_failed")))
                .toList();
    }

    private List<Map<String, String>> events(String game, int count) {
        await("%d health events of %s".formatted(count, game))
                .atMost(Stage.PATIENCE)
                .until(() -> stage.entries("runtime:health_events", game).size() >= count);
        assertThat(types(game)).hasSize(count);
        return stage.entries("runtime:health_events", game);
    }

    private List<String> types(String game) {
        return stage.entries("runtime:health_events", game).stream()
                .map(event -> event.getOrDefault("event_type", ""))
                .toList();
    }

    private Map<String, String> shown(String game) {
        return stage.rows(
                        "SELECT * FROM rtmanager.health_snapshots WHERE game_id='%s'"
                                .formatted(game))
                .getFirst();
    }
}
