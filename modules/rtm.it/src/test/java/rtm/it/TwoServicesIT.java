package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/** Two services on one Docker, each with a database and a Redis of its own. */
final class TwoServicesIT {

    private static final String PATH = "/api/v1/internal/runtimes";
    private static final Map<String, String> EAGER =
            Map.of(
                    "RTMANAGER_CLEANUP_INTERVAL", "500ms",
                    "RTMANAGER_CONTAINER_RETENTION_DAYS", "20",
                    "RTMANAGER_CLEANUP_CONFIRMATION", "1s",
                    "RTMANAGER_RECONCILE_INTERVAL", "1s");

    private RedisServer secondRedis;
    private Stage first;
    private Stage second;
    private ServiceProcess one;
    private ServiceProcess other;

    @BeforeEach
    void open() throws Exception {
        secondRedis = RedisServer.start();
        first = new Stage();
        second = new Stage(secondRedis);
        one = first.service(EAGER);
        other = second.service(EAGER);
    }

    @AfterEach
    void close() {
        second.close();
        first.close();
        secondRedis.close();
    }

    @Test
    void eachSeesItsOwnGamesAndReportsOnlyTheirEnds() throws Exception {
        String ours = first.running(one, Stage.IMAGE);
        String theirs = second.running(other, Stage.IMAGE);

        second.endEngine(theirs, 7);

        await().atMost(Stage.PATIENCE).until(() -> second.deaths(theirs).size() == 1);
        other.kill();
        other = second.service(EAGER);
        other.awaitLine("ignoring engines of another runtime manager");
        one.awaitLine("ignoring engines of another runtime manager");
        assertThat(one.get(PATH).body()).contains(ours).doesNotContain(theirs);
        assertThat(other.get(PATH).body()).contains(theirs).doesNotContain(ours);
        assertThat(first.status(ours)).isEqualTo("running");
        assertThat(first.containers(ours)).containsExactly("galaxy-game-" + ours + " running");
        assertThat(first.entries("runtime:health_events", theirs)).isEmpty();
        assertThat(second.entries("runtime:health_events", ours)).isEmpty();
        assertThat(first.deaths(ours)).isEmpty();
        assertThat(second.deaths(theirs)).hasSize(1);
    }

    @Test
    void aNameThatTheOtherOneHasIsRefusedUntilItIsFree() throws Exception {
        String game = first.running(one, Stage.IMAGE);
        String engine = first.container(game);

        second.startJob(game, Stage.IMAGE);
        assertThat(second.results(game, 1).getFirst())
                .containsEntry("error_code", "container_start_failed");
        HttpResponse<String> refused = start(other, game);
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body()).contains("belongs to another Runtime Manager on this Docker");
        assertThat(other.post(PATH + "/" + game + "/stop", "{\"reason\":\"cancelled\"}"))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(404);
        assertThat(first.container(game)).isEqualTo(engine);
        assertThat(first.containers(game)).containsExactly("galaxy-game-" + game + " running");

        one.post(PATH + "/" + game + "/stop", "{\"reason\":\"cancelled\"}");
        assertThat(start(other, game).statusCode()).isEqualTo(502);
        assertThat(one.delete(PATH + "/" + game + "/container").statusCode()).isEqualTo(200);

        assertThat(start(other, game).statusCode()).isEqualTo(200);
        assertThat(second.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertThat(first.status(game)).isEqualTo("removed");
    }

    @Test
    void theCleanupOfOneLeavesTheContainersOfTheOther() throws Exception {
        String kept = first.running(one, Stage.IMAGE);
        String old = second.running(other, Stage.IMAGE);
        for (Map.Entry<ServiceProcess, String> each :
                List.of(Map.entry(one, kept), Map.entry(other, old))) {
            each.getKey()
                    .post(PATH + "/" + each.getValue() + "/stop", "{\"reason\":\"cancelled\"}");
        }

        second.database()
                .execute(
                        "UPDATE rtmanager.runtime_records SET stopped_at = now() - interval '21 days'"
                                + " WHERE game_id = '%s'".formatted(old));

        await().atMost(Stage.PATIENCE).until(() -> "removed".equals(second.status(old)));
        assertThat(second.containers(old)).isEmpty();
        assertThat(first.status(kept)).isEqualTo("stopped");
        assertThat(first.containers(kept)).containsExactly("galaxy-game-" + kept + " exited");
    }

    private static HttpResponse<String> start(ServiceProcess service, String game)
            throws InterruptedException {
        return service.post(
                PATH + "/" + game + "/start", "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
    }
}
